import java.io.IOException;

/**
 * Runs a program that ends at the latest when its standard input does, as it does when the process that started it is gone: `Tied CLASS
 * [ARGUMENT...]`.
 */
public final class Tied {
  public static void main(String[] values) throws ReflectiveOperationException {
    endWithInput();
    var arguments = java.util.Arrays.copyOfRange(values, 1, values.length);
    Class.forName(values[0]).getMethod("main", String[].class).invoke(null, (Object) arguments);
  }

  static void inThread(Runnable task) {
    var thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  static void endWithInput() {
    inThread(() -> {
      try {
        while (System.in.read() >= 0) {}
      } catch (IOException error) {
        System.err.println(error);
      }
      Runtime.getRuntime().halt(1);
    });
  }
}
