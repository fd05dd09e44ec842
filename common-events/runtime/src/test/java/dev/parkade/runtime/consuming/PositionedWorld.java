package dev.parkade.runtime.consuming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.runtime.deadletter.DeadLetters;
import dev.parkade.runtime.keys.KeyDeserializer;
import dev.parkade.runtime.keys.KeySerializer;
import dev.parkade.runtime.tracing.Spans;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.transaction.support.TransactionTemplate;

/// A consumer group, its database and its topics, for one test.
final class PositionedWorld implements AutoCloseable {

  private static final AtomicInteger GROUPS = new AtomicInteger();
  static final Duration SOON = Eventually.SOON;

  private final String group = "positioned-" + GROUPS.incrementAndGet();
  private final MessageCodec codec = new MessageCodec();
  final Messages messages = new Messages("test", Clock.systemUTC(), Ids.timeOrdered());
  private final List<AbstractMessageListenerContainer<String, byte[]>> running = new ArrayList<>();
  final List<Integer> pollSizes = new CopyOnWriteArrayList<>();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final ConsumerHealth health = new ConsumerHealth(meters);

  Spans spans = Spans.off();

  private final HikariDataSource dataSource;
  final JdbcClient jdbc;
  private final PositionStore store;
  private final DefaultKafkaProducerFactory<String, byte[]> producers;
  final KafkaTemplate<String, byte[]> kafka;
  private final Map<TopicPartition, Long> dlqEnd;

  PositionedWorld() {
    Environment.createTopics(
        List.of(
            new NewTopic(Topics.INVENTORY_COMMANDS.name(), Topics.PARTITIONS, (short) 1),
            new NewTopic(Topics.INVENTORY_DLQ.name(), Topics.PARTITIONS, (short) 1)
                .configs(Topics.INVENTORY_DLQ.config())));
    var database = Environment.freshDatabase("positioned");
    dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(database.jdbcUrl());
    dataSource.setUsername(database.username());
    dataSource.setPassword(database.password());
    Flyway.configure().dataSource(dataSource).locations("classpath:db/messaging").load().migrate();
    jdbc = JdbcClient.create(dataSource);
    jdbc.sql("create table effect (n bigserial primary key, order_id text not null)").update();
    store = new PositionStore(new JdbcTemplate(dataSource));
    producers =
        new DefaultKafkaProducerFactory<>(
            Map.of(
                "bootstrap.servers",
                Environment.kafka().bootstrapServers(),
                "max.request.size",
                2 * 1024 * 1024),
            new KeySerializer(),
            new ByteArraySerializer());
    kafka = new KafkaTemplate<>(producers);
    // the topics are shared with other tests of this JVM: this group begins at their end
    dlqEnd = endOf(Topics.INVENTORY_DLQ.name());
    store.initialise(group, endOf(Topics.INVENTORY_COMMANDS.name()));
  }

  @Override
  public void close() {
    running.forEach(AbstractMessageListenerContainer::stop);
    producers.destroy();
    dataSource.close();
  }

  /// What is done with a poll once the positions have moved.
  interface Work {
    void handle(List<Incoming> poll, SetAside aside);
  }

  AbstractMessageListenerContainer<String, byte[]> consume(Work work) {
    return consume(Map.of(), work);
  }

  AbstractMessageListenerContainer<String, byte[]> consume(
      Map<String, Object> membership, Work work) {
    return subscribe(
        membership,
        (poll, aside, opening) -> {
          opening.run();
          work.handle(poll, aside);
        });
  }

  AbstractMessageListenerContainer<String, byte[]> subscribe(
      Map<String, Object> membership, PollHandler handler) {
    var clock = Clock.systemUTC();
    Map<String, Object> properties = new HashMap<>(membership);
    properties.put("bootstrap.servers", Environment.kafka().bootstrapServers());
    properties.put("auto.offset.reset", "earliest");
    properties.put("isolation.level", "read_committed");
    var factory =
        new DefaultKafkaConsumerFactory<String, byte[]>(
            properties, new KeyDeserializer(), new ByteArrayDeserializer());
    var settings =
        new ConsumerSettings(
            group,
            ConsumerSettings.Policy.FIXED,
            Duration.ofMillis(50),
            Duration.ofMillis(50),
            500,
            Duration.ofMinutes(2));
    var consumers =
        new PositionedConsumers(
            factory,
            settings,
            store,
            new RecordReader(codec),
            new DeadLetters(kafka, Topics.INVENTORY_DLQ, "test", group, clock, meters),
            new TransactionTemplate(new DataSourceTransactionManager(dataSource)),
            health,
            spans,
            clock);
    var container = consumers.subscribe(Topics.INVENTORY_COMMANDS, handler);
    container.start();
    running.add(container);
    return container;
  }

  void writeEffects(List<Incoming> poll, SetAside aside) {
    writeEffects(poll);
  }

  void writeEffects(List<Incoming> poll) {
    pollSizes.add(poll.size());
    jdbc.sql("insert into effect (order_id) select unnest(:ids::text[])")
        .param("ids", poll.stream().map(PositionedWorld::orderId).toArray(String[]::new))
        .update();
  }

  /// The same in the round trip that moves the positions.
  void writeEffects(List<Incoming> poll, Opening opening) {
    opening
        .statements()
        .update(
            "insert into effect (order_id) select unnest(?::text[])",
            rows -> pollSizes.add(rows),
            (Object) poll.stream().map(PositionedWorld::orderId).toArray(String[]::new));
    opening.run();
  }

  static String orderId(Incoming incoming) {
    return ((CommitStock) incoming.message().body()).orderId().text();
  }

  List<OrderId> publish(int count) {
    List<OrderId> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      orders.addAll(publishTo(i % Topics.PARTITIONS, 1));
    }
    return orders;
  }

  List<OrderId> publishTo(int partition, int count) {
    List<OrderId> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var order = new OrderId(Ids.timeOrdered().get());
      orders.add(order);
      var body = new CommitStock(order);
      send(partition, order.text(), messages.first(body, order.text(), order.text(), null));
    }
    return orders;
  }

  void send(int partition, String key, Message<?> message) {
    kafka.send(record(partition, key, message)).join();
  }

  ProducerRecord<String, byte[]> record(int partition, String key, Message<?> message) {
    var encoded = codec.encode(message);
    var record =
        new ProducerRecord<>(
            Topics.INVENTORY_COMMANDS.name(), partition, key, encoded.payload().getBytes(UTF_8));
    encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }

  /// Sends what only a producer that compresses can send.
  void sendCompressed(ProducerRecord<String, byte[]> record) {
    try (var producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                Environment.kafka().bootstrapServers(),
                "compression.type",
                "zstd",
                "max.request.size",
                100_000_000),
            new KeySerializer(),
            new ByteArraySerializer())) {
      assertThat(producer.send(record)).succeedsWithin(SOON);
    }
  }

  List<String> effects() {
    return jdbc.sql("select order_id from effect order by n").query(String.class).list();
  }

  static List<String> texts(List<OrderId> orders) {
    return orders.stream().map(OrderId::text).toList();
  }

  private Map<TopicPartition, Long> endOf(String topic) {
    try (var consumer = rawConsumer()) {
      return consumer.endOffsets(partitionsOf(topic));
    }
  }

  List<ConsumerRecord<String, byte[]>> deadLetters(int atLeast) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (var consumer = rawConsumer()) {
      consumer.assign(partitionsOf(Topics.INVENTORY_DLQ.name()));
      dlqEnd.forEach(consumer::seek);
      Eventually.within(
          SOON,
          () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            assertThat(records).hasSizeGreaterThanOrEqualTo(atLeast);
          });
    }
    return records;
  }

  private KafkaConsumer<String, byte[]> rawConsumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", Environment.kafka().bootstrapServers()),
        new KeyDeserializer(),
        new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitionsOf(String topic) {
    return IntStream.range(0, Topics.PARTITIONS)
        .mapToObj(p -> new TopicPartition(topic, p))
        .toList();
  }

  static String reason(ConsumerRecord<String, byte[]> dead) {
    return header(dead, DeadLetterHeaders.REASON);
  }

  static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  /// Whether nothing was set aside since this world began.
  boolean hasNoDeadLetters() {
    return endOf(Topics.INVENTORY_DLQ.name()).equals(dlqEnd);
  }
}
