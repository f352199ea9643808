import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;

/**
 * Runs a broker: `RunBroker FILE ADDRESS ID [ARGUMENT...]`, with the file of its properties, where it listens, its node.id, and the
 * arguments of kafka-storage if its folder is new. Prints "ready" when the broker takes part in its cluster. It ends with its standard
 * input.
 */
public final class RunBroker {
  public static void main(String[] values) {
    Tied.endWithInput();
    var format = Arrays.copyOfRange(values, 3, values.length);
    if (format.length > 0 && StorageTool.execute(format, System.err) != 0) Runtime.getRuntime().halt(1);
    Tied.inThread(() -> announce(values[1], Integer.parseInt(values[2])));
    Kafka.main(new String[] {values[0]});
  }

  private static void announce(String address, int id) {
    var settings = Map.<String, Object>of("bootstrap.servers", address, "reconnect.backoff.ms", 20, "reconnect.backoff.max.ms", 100);
    try (var admin = Admin.create(settings)) {
      while (!isThere(admin, id)) Thread.sleep(50);
      System.out.println("ready");
    } catch (InterruptedException error) {
      System.err.println(error);
    }
  }

  private static boolean isThere(Admin admin, int id) throws InterruptedException {
    try {
      return admin.describeCluster().nodes().get().stream().anyMatch(node -> node.id() == id);
    } catch (ExecutionException error) {
      return false; // It does not answer yet.
    }
  }
}
