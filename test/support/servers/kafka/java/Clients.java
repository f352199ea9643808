import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka's own clients for tests: `Clients ADDRESS` answers each line of JSON on standard input with lines of JSON, of which the last one
 * has "done" or "error".
 */
public final class Clients {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final String address;
  private final Admin admin;
  private final BufferedWriter output = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));

  private Clients(String address) {
    this.address = address;
    this.admin = Admin.create(settings());
  }

  public static void main(String[] values) throws IOException {
    var clients = new Clients(values[0]);
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) clients.answer(JSON.readTree(line));
    Runtime.getRuntime().halt(0);
  }

  private Map<String, Object> settings() {
    return new HashMap<>(Map.of("bootstrap.servers", address, "reconnect.backoff.max.ms", 200));
  }

  private void answer(JsonNode question) throws IOException {
    var answer = JSON.createObjectNode();
    try {
      answer.set("done", JSON.valueToTree(resultOf(question)));
    } catch (Exception error) {
      answer.put("error", String.valueOf(error.getCause() == null ? error : error.getCause()));
    }
    print(answer);
    output.flush();
  }

  private void print(JsonNode node) throws IOException {
    output.write(JSON.writeValueAsString(node));
    output.write('\n');
  }

  private Object resultOf(JsonNode question) throws Exception {
    var topic = question.path("topic").asText();
    return switch (question.get("what").asText()) {
      case "create" -> create(topic, question);
      case "delete" -> admin.deleteTopics(List.of(topic)).all().get();
      case "configure" -> configure(topic, question.get("config"));
      case "ends" -> ends(topic);
      case "leaders" -> leaders(topic);
      case "lead" -> lead(topic, question.get("brokers"));
      case "allow" -> allow(question, AclPermissionType.ALLOW);
      case "deny" -> allow(question, AclPermissionType.DENY);
      case "user" -> user(question.get("user").asText(), question.get("password").asText());
      case "limit" -> limit(question.get("bytesPerSecond"));
      case "produce" -> produce(topic, question.get("keys"));
      case "read" -> read(topic);
      default -> throw new IllegalArgumentException(question.toString());
    };
  }

  private static Map<String, String> textsOf(JsonNode object) {
    var texts = new HashMap<String, String>();
    if (object != null) object.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }

  private Object create(String topic, JsonNode question) throws Exception {
    var replicas = (short) question.path("replicas").asInt(1);
    var wanted = new NewTopic(topic, question.get("partitions").asInt(), replicas);
    return admin.createTopics(List.of(wanted.configs(textsOf(question.get("config"))))).all().get();
  }

  private Object configure(String topic, JsonNode config) throws Exception {
    var changes = new ArrayList<AlterConfigOp>();
    textsOf(config).forEach((name, value) -> changes.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin.incrementalAlterConfigs(Map.<ConfigResource, Collection<AlterConfigOp>>of(resource, changes)).all().get();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var settings = settings();
    settings.put("check.crcs", true);
    settings.put("enable.auto.commit", false);
    settings.put("max.poll.records", 10_000);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitionsOf(KafkaConsumer<?, ?> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(each -> new TopicPartition(topic, each.partition()))
        .sorted((one, other) -> one.partition() - other.partition())
        .toList();
  }

  private Object ends(String topic) {
    try (var consumer = consumer()) {
      var partitions = partitionsOf(consumer, topic);
      var ends = consumer.endOffsets(partitions);
      return partitions.stream().map(ends::get).toList();
    }
  }

  private Object leaders(String topic) throws Exception {
    var description = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    return description.partitions().stream().map(each -> each.leader() == null ? -1 : each.leader().id()).toList();
  }

  /** Moves each partition's leader to the broker of that index, which has a replica. */
  private Object lead(String topic, JsonNode brokers) throws Exception {
    var description = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    var orders = new HashMap<TopicPartition, Optional<NewPartitionReassignment>>();
    for (var each : description.partitions()) {
      var leader = brokers.get(each.partition()).asInt();
      var order = new ArrayList<>(List.of(leader));
      for (var replica : each.replicas()) if (replica.id() != leader) order.add(replica.id());
      orders.put(new TopicPartition(topic, each.partition()), Optional.of(new NewPartitionReassignment(order)));
    }
    admin.alterPartitionReassignments(orders).all().get();
    while (!admin.listPartitionReassignments(orders.keySet()).reassignments().get().isEmpty()) Thread.sleep(20);
    var failures = admin.electLeaders(ElectionType.PREFERRED, orders.keySet()).partitions().get();
    // It is not needed where the broker leads already.
    var others = failures.values().stream().flatMap(Optional::stream).filter(each -> !(each instanceof ElectionNotNeededException));
    return others.map(Throwable::toString).toList();
  }

  /** Once a topic or the cluster has a rule, it refuses what no rule allows; `cluster` is the name of the cluster itself. */
  private Object allow(JsonNode question, AclPermissionType permission) throws Exception {
    var name = question.path("topic").asText("");
    var pattern = name.isEmpty()
        ? new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL)
        : new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL);
    var operation = AclOperation.fromString(question.get("operation").asText());
    var entry = new AccessControlEntry("User:" + question.get("user").asText(), "*", operation, permission);
    return admin.createAcls(List.of(new AclBinding(pattern, entry))).all().get();
  }

  /** Makes a user of SCRAM, with both mechanisms. */
  private Object user(String name, String password) throws Exception {
    // A request may change a user only once.
    for (var mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
      var credential = new UserScramCredentialUpsertion(name, new ScramCredentialInfo(mechanism, 4096), password);
      admin.alterUserScramCredentials(List.of(credential)).all().get();
    }
    return null;
  }

  /** Limits what each client may produce; null lifts the limit. */
  private Object limit(JsonNode bytesPerSecond) throws Exception {
    var names = new HashMap<String, String>();
    names.put(ClientQuotaEntity.CLIENT_ID, null);
    var value = bytesPerSecond.isNull() ? null : bytesPerSecond.asDouble();
    var change = new ClientQuotaAlteration.Op("producer_byte_rate", value);
    return admin.alterClientQuotas(List.of(new ClientQuotaAlteration(new ClientQuotaEntity(names), List.of(change)))).all().get();
  }

  /** Sends a message for each key, and returns the partitions that the producer chose. */
  private Object produce(String topic, JsonNode keys) throws Exception {
    try (var producer = new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
      var partitions = new ArrayList<Integer>();
      var sent = new ArrayList<java.util.concurrent.Future<org.apache.kafka.clients.producer.RecordMetadata>>();
      for (JsonNode key : keys) {
        var bytes = key.isNull() ? null : key.asText().getBytes(StandardCharsets.UTF_8);
        sent.add(producer.send(new ProducerRecord<>(topic, bytes, new byte[] {1})));
      }
      for (var each : sent) partitions.add(each.get().partition());
      return partitions;
    }
  }

  /** Prints all messages of a topic, and returns their number. */
  private Object read(String topic) throws IOException {
    long count = 0;
    try (var consumer = consumer()) {
      var partitions = partitionsOf(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
          print(messageOf(each));
          count++;
        }
      }
    }
    return count;
  }

  private static ArrayNode messageOf(ConsumerRecord<byte[], byte[]> record) {
    var message = JSON.createArrayNode().add(record.partition()).add(record.offset()).add(record.timestamp());
    message.add(record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8)).add(record.value());
    var headers = message.addArray();
    for (var header : record.headers()) headers.addArray().add(header.key()).add(new String(header.value(), StandardCharsets.UTF_8));
    return message;
  }
}
