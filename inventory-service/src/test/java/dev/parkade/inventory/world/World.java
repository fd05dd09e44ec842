package dev.parkade.inventory.world;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.inventory.OrderLine;
import dev.parkade.messages.inventory.ReserveStock;
import dev.parkade.messages.inventory.StockRefused;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Encoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.runtime.keys.KeyDeserializer;
import dev.parkade.runtime.keys.KeySerializer;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The surroundings of the service, as a test speaks of them: buyers, the topics, HTTP.
public final class World implements AutoCloseable {

  private static final Duration SOON = Eventually.SOON;

  private final Http http;
  private final Http management;
  private final JdbcClient jdbc;
  private final Answers answers;
  private final AbstractMessageListenerContainer<String, byte[]> consumer;
  private final MessageCodec codec = new MessageCodec();
  private final Ids ids = Ids.timeOrdered();
  private final Messages messages = new Messages("order-orchestrator", Clock.systemUTC(), ids);
  private final KafkaProducer<String, byte[]> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", bootstrap(), "acks", "all", "max.request.size", 2_000_000),
          new KeySerializer(),
          new ByteArraySerializer());

  World(
      org.springframework.core.env.Environment properties,
      JdbcClient jdbc,
      AbstractMessageListenerContainer<String, byte[]> consumer) {
    this.http = new Http(() -> properties.getRequiredProperty("local.server.port"));
    this.management = new Http(() -> properties.getRequiredProperty("local.management.port"));
    this.answers = new Answers(jdbc);
    this.jdbc = jdbc;
    this.consumer = consumer;
  }

  @Override
  public void close() {
    producer.close();
  }

  public OrderId order() {
    return new OrderId(ids.get());
  }

  /// New order ids whose commands all lie on one partition.
  public List<OrderId> ordersOfPartition(int partition, int count) {
    return Stream.generate(this::order)
        .filter(it -> partitionOf(it) == partition)
        .limit(count)
        .toList();
  }

  public static OrderLine line(String sku, int quantity) {
    return new OrderLine(Sku.of(sku), quantity);
  }

  public static ReserveStock reserve(OrderId order, OrderLine... lines) {
    return new ReserveStock(order, List.of(lines));
  }

  /// Sends a command as the orchestrator does.
  public Message<?> send(InventoryCommand command) {
    Message<?> message = say(command);
    send(message);
    return message;
  }

  /// A command under a message id of its own, not sent yet.
  public Message<?> say(InventoryCommand command) {
    String order = command.orderId().text();
    return messages.first(command, order, order, null);
  }

  /// Sends a command, perhaps again.
  public void send(Message<?> command) {
    Encoded encoded = codec.encode(command);
    produce(command.envelope().correlationId(), encoded.headers(), encoded.payload());
  }

  public void flush() {
    producer.flush();
  }

  /// Waits until everything that was sent is dealt with.
  public void awaitHandled() {
    producer.flush();
    try (var end = watch(Topics.INVENTORY_COMMANDS)) {
      Map<Integer, Long> ends = new HashMap<>();
      end.assignment().forEach(p -> ends.put(p.partition(), end.position(p)));
      Eventually.within(SOON, () -> assertThat(positions()).isEqualTo(ends));
    }
  }

  private Map<Integer, Long> positions() {
    Map<Integer, Long> positions = new HashMap<>();
    jdbc.sql("select partition, next_offset from consumer_position where topic = ?")
        .param(Topics.INVENTORY_COMMANDS.name())
        .query(
            rs -> {
              positions.put(rs.getInt(1), rs.getLong(2));
            });
    return positions;
  }

  /// A message as it would travel.
  public Encoded encode(MessageBody body) {
    return codec.encode(messages.first(body, "a subject", "a correlation", null));
  }

  /// Sends anything at all to the partition of this order.
  public void poison(
      OrderId order, @Nullable String key, Map<String, String> headers, @Nullable String payload) {
    byte[] bytes = payload == null ? null : payload.getBytes(UTF_8);
    var record =
        new ProducerRecord<>(
            Topics.INVENTORY_COMMANDS.name(), (Integer) partitionOf(order), key, bytes);
    headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    acknowledged(record);
  }

  public static Map<String, String> with(Map<String, String> headers, String name, String value) {
    Map<String, String> changed = new HashMap<>(headers);
    changed.put(name, value);
    return changed;
  }

  /// Does something while the service does not consume, so that it finds all of it in one poll.
  public void whileStopped(Runnable work) {
    consumer.stop();
    work.run();
    producer.flush();
    consumer.start();
  }

  /// Takes the committed offsets away from the group; its positions in the database stay.
  public void forgetCommittedOffsets() {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      var group = "inventory-service";
      Eventually.within(
          SOON,
          () -> {
            var partitions =
                IntStream.range(0, Topics.PARTITIONS)
                    .mapToObj(n -> new TopicPartition(Topics.INVENTORY_COMMANDS.name(), n))
                    .collect(java.util.stream.Collectors.toSet());
            admin.deleteConsumerGroupOffsets(group, partitions).all().get();
          });
    }
  }

  /// A reply, and the command that it answers.
  public record Answer(MessageId cause, InventoryReply reply) {}

  /// The replies to an order in the outbox, once there are at least so many.
  public List<InventoryReply> replies(OrderId order, int atLeast) {
    List<InventoryReply> replies = new ArrayList<>();
    Eventually.within(
        SOON,
        () -> {
          replies.clear();
          answers(List.of(order)).getOrDefault(order, List.of()).stream()
              .map(Answer::reply)
              .forEach(replies::add);
          assertThat(replies).as("replies to " + order).hasSizeGreaterThanOrEqualTo(atLeast);
        });
    return replies;
  }

  /// All replies so far to these orders, each order's in the sequence in which they were given.
  public Map<OrderId, List<Answer>> answers(Collection<OrderId> orders) {
    return answers.about(orders);
  }

  /// Every one of these orders has exactly one reply, and so many of them are reservations.
  public void assertReserved(List<OrderId> orders, int reserved) {
    List<InventoryReply> replies =
        orders.stream()
            .map(
                order -> {
                  assertThat(replies(order, 1)).hasSize(1);
                  return replies(order, 1).getFirst();
                })
            .toList();
    assertThat(replies).filteredOn(StockReserved.class::isInstance).hasSize(reserved);
    assertThat(replies).hasOnlyElementsOfTypes(StockReserved.class, StockRefused.class);
  }

  /// A product with these units, at 2.50 EUR.
  public void product(String sku, int available) {
    var body =
        """
        {"name":"%s","price":{"amount":250,"currency":"EUR"},"available":%d}
        """
            .formatted(sku, available);
    assertThat(put("/api/v1/products/" + sku, body).statusCode()).isIn(200, 201);
  }

  public void assertUnits(String sku, long available, long held, long sold) {
    JsonNode product = read("/api/v1/products/" + sku);
    assertThat(List.of("available", "held", "sold"))
        .extracting(counter -> product.path(counter).asLong())
        .as("available, held and sold of " + sku)
        .containsExactly(available, held, sold);
  }

  public HttpResponse<String> get(String path) {
    return http.get(path);
  }

  public JsonNode read(String path) {
    return http.read(path);
  }

  public HttpResponse<String> put(String path, String body) {
    return http.put(path, body);
  }

  public HttpResponse<String> post(String path, String body) {
    return http.post(path, body);
  }

  public void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(JsonMapper.shared().readTree(answer.body()).path("code").asString()).isEqualTo(code);
  }

  /// The answer of the management port.
  public HttpResponse<String> manage(String path) {
    return management.get(path);
  }

  public void assertAlive() {
    assertThat(manage("/actuator/health/liveness").statusCode()).isEqualTo(200);
  }

  /// A consumer of a whole topic that stands at its end.
  public KafkaConsumer<String, byte[]> watch(Topic topic) {
    var watching =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap()),
            new KeyDeserializer(),
            new ByteArrayDeserializer());
    var partitions =
        IntStream.range(0, topic.partitions())
            .mapToObj(n -> new TopicPartition(topic.name(), n))
            .toList();
    watching.assign(partitions);
    watching.seekToEnd(partitions);
    partitions.forEach(watching::position);
    return watching;
  }

  /// What such a consumer sees, once it is at least so much.
  public static List<ConsumerRecord<String, byte[]>> records(
      KafkaConsumer<String, byte[]> watching, int atLeast) {
    List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();
    Eventually.within(
        SOON,
        () -> {
          watching.poll(Duration.ofMillis(100)).forEach(seen::add);
          assertThat(seen).hasSizeGreaterThanOrEqualTo(atLeast);
        });
    return seen;
  }

  public static String header(ConsumerRecord<?, ?> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  private void produce(String key, Map<String, String> headers, String payload) {
    var record =
        new ProducerRecord<>(Topics.INVENTORY_COMMANDS.name(), key, payload.getBytes(UTF_8));
    headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    var unused = producer.send(record);
  }

  private void acknowledged(ProducerRecord<String, byte[]> record) {
    try {
      producer.send(record).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("not sent", e);
    }
  }

  private static int partitionOf(OrderId order) {
    return BuiltInPartitioner.partitionForKey(order.text().getBytes(UTF_8), Topics.PARTITIONS);
  }

  private static String bootstrap() {
    return Environment.kafka().bootstrapServers();
  }
}
