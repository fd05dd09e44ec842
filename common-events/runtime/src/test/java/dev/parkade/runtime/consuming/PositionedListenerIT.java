package dev.parkade.runtime.consuming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.runtime.deadletter.DeadLetters;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.transaction.support.TransactionTemplate;

class PositionedListenerIT {

  private static final AtomicInteger GROUPS = new AtomicInteger();
  private static final Duration SOON = Duration.ofSeconds(20);

  private final String group = "positioned-" + GROUPS.incrementAndGet();
  private final MessageCodec codec = new MessageCodec();
  private final Messages messages = new Messages("test", Clock.systemUTC(), Ids.timeOrdered());
  private final List<AbstractMessageListenerContainer<String, byte[]>> running = new ArrayList<>();
  private final List<Integer> pollSizes = new CopyOnWriteArrayList<>();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ConsumerHealth health = new ConsumerHealth(meters);

  private HikariDataSource dataSource;
  private JdbcClient jdbc;
  private PositionStore store;
  private DefaultKafkaProducerFactory<String, byte[]> producers;
  private KafkaTemplate<String, byte[]> kafka;
  private Map<TopicPartition, Long> dlqEnd;

  @BeforeEach
  void aServiceWithItsOwnDatabase() {
    Environment.createTopics(
        List.of(
            new NewTopic(Topics.INVENTORY_COMMANDS.name(), Topics.PARTITIONS, (short) 1),
            new NewTopic(Topics.INVENTORY_DLQ.name(), Topics.PARTITIONS, (short) 1)));
    var database = Environment.freshDatabase("positioned");
    dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(database.jdbcUrl());
    dataSource.setUsername(database.username());
    dataSource.setPassword(database.password());
    Flyway.configure().dataSource(dataSource).locations("classpath:db/messaging").load().migrate();
    jdbc = JdbcClient.create(dataSource);
    jdbc.sql("create table effect (n bigserial primary key, order_id text not null)").update();
    store = new PositionStore(jdbc);
    producers =
        new DefaultKafkaProducerFactory<>(
            Map.of("bootstrap.servers", Environment.kafka().bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer());
    kafka = new KafkaTemplate<>(producers);
    startAtTheEnd();
  }

  @AfterEach
  void stop() {
    running.forEach(AbstractMessageListenerContainer::stop);
    producers.destroy();
    dataSource.close();
  }

  @Test
  void aRestartedConsumerGoesOnWhereItsEffectsEnd() {
    var first = consume(this::writeEffects);
    List<OrderId> before = publish(50);
    Eventually.within(SOON, () -> assertThat(effects()).hasSize(50));
    first.stop();
    List<OrderId> after = publish(50);

    consume(this::writeEffects);

    Eventually.within(SOON, () -> assertThat(effects()).hasSize(100));
    assertThat(effects()).containsAll(texts(before)).containsAll(texts(after));
    assertThat(effects()).doesNotHaveDuplicates();
  }

  @Test
  void aPollIsOneTransactionHoweverManyRecordsItHas() {
    publish(500);

    consume(this::writeEffects);

    Eventually.within(SOON, () -> assertThat(effects()).hasSize(500));
    assertThat(pollSizes.size()).isLessThan(100);
  }

  @Test
  void poisonIsSetAsideWithItsReasonAndBytesAndThePartitionMovesOn() {
    consume(this::writeEffects);
    byte[] garbage = {1, 2, 3};
    kafka.send(new ProducerRecord<>(Topics.INVENTORY_COMMANDS.name(), 0, "k", garbage)).join();
    kafka.send(new ProducerRecord<>(Topics.INVENTORY_COMMANDS.name(), 0, null, garbage)).join();
    var reply = new StockCommitted(OrderId.of("0198c5c0-0000-7000-8000-000000000001"));
    send(0, "k", messages.first(reply, "s", "c", null));

    List<OrderId> good = publish(1);

    Eventually.within(SOON, () -> assertThat(effects()).containsExactlyElementsOf(texts(good)));
    List<ConsumerRecord<String, byte[]>> dead = deadLetters(3);
    assertThat(dead.stream().map(PositionedListenerIT::reason))
        .containsExactly("MISSING_HEADER", "NULL_KEY", "UNEXPECTED_TYPE");
    assertThat(dead.getFirst().value()).isEqualTo(garbage);
    assertThat(dead.getFirst().partition()).isZero();
    assertThat(header(dead.getFirst(), DeadLetterHeaders.ORIGIN_TOPIC))
        .isEqualTo("inventory.commands");
  }

  @Test
  void oneMessageThatAlwaysFailsIsFoundAndTheOthersAreHandled() {
    List<OrderId> orders = publish(20);
    String cursed = orders.get(7).text();

    consume(
        poll -> {
          if (poll.stream().anyMatch(m -> orderId(m).equals(cursed))) {
            throw new IllegalStateException("no luck with " + cursed);
          }
          writeEffects(poll);
        });

    Eventually.within(SOON, () -> assertThat(effects()).hasSize(19).doesNotContain(cursed));
    assertThat(deadLetters(1).stream().map(PositionedListenerIT::reason))
        .containsExactly("HANDLER_FAILED");
  }

  @Test
  void whatTheHandlerCallsPoisonIsSetAsideAndTheRestOfThePollStaysTogether() {
    List<OrderId> orders = publishTo(0, 40);
    String cursed = orders.get(11).text();

    consume(
        poll -> {
          for (Incoming incoming : poll) {
            if (orderId(incoming).equals(cursed)) {
              throw new PoisonMessage(incoming, DeadLetterReason.WRONG_KEY, "cursed");
            }
          }
          writeEffects(poll);
        });

    Eventually.within(SOON, () -> assertThat(effects()).hasSize(39).doesNotContain(cursed));
    assertThat(deadLetters(1).stream().map(PositionedListenerIT::reason))
        .containsExactly("WRONG_KEY");
    assertThat(pollSizes.size()).isLessThan(39);
  }

  @Test
  void aPositionOutsideTheLogStopsItsPartitionUntilItIsMendedAndNoOther() {
    jdbc.sql("update consumer_position set next_offset = next_offset + 1000000 where partition = 0")
        .update();

    consume(this::writeEffects);
    publishTo(0, 1);
    List<OrderId> elsewhere = publishTo(1, 1);

    Eventually.within(SOON, () -> assertThat(effects()).isEqualTo(texts(elsewhere)));
    Eventually.within(SOON, () -> assertThat(health.health().getStatus()).isEqualTo(Status.DOWN));
    jdbc.sql("update consumer_position set next_offset = next_offset - 1000000 where partition = 0")
        .update();
    Eventually.within(SOON, () -> assertThat(effects()).hasSize(2));
    Eventually.within(SOON, () -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
  }

  @Test
  void aTransientFailureLosesNothingAndDeadLettersNothing() {
    var polls = new AtomicInteger();
    List<OrderId> orders = publish(30);

    consume(
        poll -> {
          writeEffects(poll);
          if (polls.incrementAndGet() <= 3) {
            throw new TransientFailure("the provider is away");
          }
        });

    Eventually.within(SOON, () -> assertThat(effects()).hasSize(30));
    assertThat(polls).hasValueGreaterThan(3);
    assertThat(effects()).containsExactlyInAnyOrderElementsOf(texts(orders));
    assertThat(endOf(Topics.INVENTORY_DLQ.name())).isEqualTo(dlqEnd);
  }

  @Test
  void aZombieChangesNothing() {
    consume(this::writeEffects);
    publish(12);
    Eventually.within(SOON, () -> assertThat(effects()).hasSize(12));
    // somebody else has taken the partitions over and is five records further
    jdbc.sql("update consumer_position set next_offset = next_offset + 5").update();

    publishTo(0, 5);
    List<OrderId> beyond = publishTo(0, 3);

    Eventually.within(SOON, () -> assertThat(effects()).hasSize(15).containsAll(texts(beyond)));
  }

  @Test
  void aPositionOutsideTheLogIsAnErrorThatSaysWhatToDo() {
    var partition = new TopicPartition(Topics.INVENTORY_COMMANDS.name(), 3);

    assertThatThrownBy(() -> PositionOutOfRange.check("inventory", partition, 900, 10, 20))
        .hasMessageContaining("900")
        .hasMessageContaining("recreated or truncated")
        .hasMessageContaining("update consumer_position set next_offset = <10..20>");
    assertThatThrownBy(() -> PositionOutOfRange.check("inventory", partition, 3, 10, 20))
        .hasMessageContaining("deleted before they were consumed");
  }

  private AbstractMessageListenerContainer<String, byte[]> consume(PollHandler handler) {
    var clock = Clock.systemUTC();
    var factory =
        new DefaultKafkaConsumerFactory<String, byte[]>(
            Map.of(
                "bootstrap.servers",
                Environment.kafka().bootstrapServers(),
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
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
            new DeadLetters(kafka, Topics.INVENTORY_DLQ, "test", clock, meters),
            new TransactionTemplate(new DataSourceTransactionManager(dataSource)),
            health,
            clock);
    var container = consumers.subscribe(Topics.INVENTORY_COMMANDS, handler);
    container.start();
    running.add(container);
    return container;
  }

  private void writeEffects(List<Incoming> poll) {
    pollSizes.add(poll.size());
    jdbc.sql("insert into effect (order_id) select unnest(:ids::text[])")
        .param("ids", poll.stream().map(PositionedListenerIT::orderId).toArray(String[]::new))
        .update();
  }

  private static String orderId(Incoming incoming) {
    return ((CommitStock) incoming.message().body()).orderId().text();
  }

  private List<OrderId> publish(int count) {
    List<OrderId> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      orders.addAll(publishTo(i % Topics.PARTITIONS, 1));
    }
    return orders;
  }

  private List<OrderId> publishTo(int partition, int count) {
    List<OrderId> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var order = new OrderId(Ids.timeOrdered().get());
      orders.add(order);
      var body = new CommitStock(order);
      send(partition, order.text(), messages.first(body, order.text(), order.text(), null));
    }
    return orders;
  }

  private void send(int partition, String key, Message<?> message) {
    var encoded = codec.encode(message);
    var record =
        new ProducerRecord<>(
            Topics.INVENTORY_COMMANDS.name(), partition, key, encoded.payload().getBytes(UTF_8));
    encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    kafka.send(record).join();
  }

  private List<String> effects() {
    return jdbc.sql("select order_id from effect order by n").query(String.class).list();
  }

  private static List<String> texts(List<OrderId> orders) {
    return orders.stream().map(OrderId::text).toList();
  }

  /// The topics are shared with other tests of this JVM: this group begins at their end.
  private void startAtTheEnd() {
    dlqEnd = endOf(Topics.INVENTORY_DLQ.name());
    store.initialise(group, endOf(Topics.INVENTORY_COMMANDS.name()));
  }

  private Map<TopicPartition, Long> endOf(String topic) {
    try (var consumer = rawConsumer()) {
      return consumer.endOffsets(partitionsOf(topic));
    }
  }

  private List<ConsumerRecord<String, byte[]>> deadLetters(int atLeast) {
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
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitionsOf(String topic) {
    return IntStream.range(0, Topics.PARTITIONS)
        .mapToObj(p -> new TopicPartition(topic, p))
        .toList();
  }

  private static String reason(ConsumerRecord<String, byte[]> dead) {
    return header(dead, DeadLetterHeaders.REASON);
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
