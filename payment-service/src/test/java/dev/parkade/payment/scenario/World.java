package dev.parkade.payment.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.customer.CustomerDeactivated;
import dev.parkade.messages.customer.CustomerRegistered;
import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.runtime.consuming.PositionStore;
import dev.parkade.runtime.keys.KeySerializer;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.spans.RecordedSpans;
import dev.parkade.testkit.statements.StatementCounter;
import dev.parkade.testkit.waiting.Eventually;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/// Payment-service with a database of its own on the shared broker. The test plays customer-service
/// and the orchestrator. The relay is off: replies are read from the outbox.
public final class World implements AutoCloseable {

  public static final Duration SOON = Eventually.SOON;

  /// The same, if JVMs have to start first: two of them at once, beside the tests of other modules,
  /// took 30 seconds on two cores.
  public static final Duration STARTED = Eventually.SOON.multipliedBy(2);

  private final Installation installation;
  private final TopicReader topics;
  private final JdbcClient jdbc;
  private final MessageCodec codec = new MessageCodec();
  private final Messages messages = new Messages("test", Clock.systemUTC(), Ids.timeOrdered());
  private final DefaultKafkaProducerFactory<String, byte[]> producers;
  private final KafkaTemplate<String, byte[]> kafka;
  private final Map<TopicPartition, Long> parkedStart;
  private final Map<TopicPartition, Long> deadStart;
  private final Map<TopicPartition, Long> repliesStart;
  private final Map<TopicPartition, Long> outcomesStart;
  private @Nullable ConfigurableApplicationContext service;

  /// On the broker of this JVM.
  public World() {
    this(Environment.kafka().bootstrapServers());
  }

  /// On a broker of the test's own.
  public World(String bootstrapServers) {
    installation = new Installation(bootstrapServers);
    topics = new TopicReader(bootstrapServers);
    jdbc = JdbcClient.create(installation.jdbc());
    installation.createTopics();
    producers =
        new DefaultKafkaProducerFactory<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new KeySerializer(),
            new ByteArraySerializer());
    kafka = new KafkaTemplate<>(producers);
    parkedStart = topics.endOf(Topics.PAYMENT_PARKED);
    deadStart = topics.endOf(Topics.PAYMENT_DLQ);
    repliesStart = topics.endOf(Topics.ORDER_REPLIES);
    outcomesStart = topics.endOf(Topics.DLQ_OUTCOMES);
    installation.startAt(
        List.of(
            topics.endOf(Topics.CUSTOMER_EVENTS),
            topics.endOf(Topics.PAYMENT_COMMANDS),
            parkedStart));
  }

  /// The time for a service that is started from now on in this JVM.
  public World at(Clock clock) {
    installation.at(clock);
    return this;
  }

  /// Keeps the spans of a service that is started from now on in this JVM.
  public World collecting(RecordedSpans spans) {
    installation.collect(spans.exporter());
    return this;
  }

  /// Starts the service, or starts it again.
  public World start(String... settings) {
    service = installation.run("test", settings);
    Eventually.within(SOON, () -> assertThat(running()).hasSize(Topics.PARTITIONS));
    return this;
  }

  /// Starts one more instance of the service; the caller closes it.
  public ConfigurableApplicationContext startAnother(String instance, String... settings) {
    return installation.run(instance, settings);
  }

  /// Starts an instance in a process of its own, which holds at a point; the caller closes it.
  public ServiceProcess startProcess(
      Path directory, String instance, HoldPoint point, String... settings) {
    return ServiceProcess.start(directory, point, installation.settings(instance, settings));
  }

  /// Stops the service in an orderly way.
  public void stop() {
    if (service != null) {
      service.close();
      service = null;
    }
  }

  @Override
  public void close() {
    stop();
    producers.destroy();
    installation.remove();
  }

  /// How far the service is with what was sent to it.
  public Progress progress() {
    return new Progress(installation, topics, kafka, Objects.requireNonNull(service));
  }

  public <T> T bean(Class<T> type) {
    return Objects.requireNonNull(service).getBean(type);
  }

  public StatementCounter statements() {
    return installation.statements();
  }

  // what others do

  public static CustomerId someCustomer(String name) {
    return CustomerId.of(name + "-" + Ids.timeOrdered().get());
  }

  public static OrderId someOrder() {
    return new OrderId(Ids.timeOrdered().get());
  }

  /// A customer who is registered.
  public CustomerId known(String name) {
    CustomerId customer = someCustomer(name);
    registers(customer).join();
    return customer;
  }

  public CompletableFuture<?> registers(CustomerId customer) {
    return registers(customer, "Ada");
  }

  public CompletableFuture<?> registers(CustomerId customer, String name) {
    var event = new CustomerRegistered(customer, name, "ada@example.org", CustomerStatus.ACTIVE, 1);
    return send(Topics.CUSTOMER_EVENTS, customer.text(), first(event, customer.text()));
  }

  public CompletableFuture<?> deactivates(CustomerId customer, long version) {
    var event =
        new CustomerDeactivated(
            customer, "Ada", "ada@example.org", CustomerStatus.INACTIVE, version);
    return send(Topics.CUSTOMER_EVENTS, customer.text(), first(event, customer.text()));
  }

  public Message<ChargePayment> charge(CustomerId customer, OrderId order, long cents) {
    return first(new ChargePayment(order, customer, new Money(cents, "EUR")), order.text());
  }

  public Message<ChargePayment> asksToCharge(CustomerId customer, OrderId order, long cents) {
    Message<ChargePayment> command = charge(customer, order, cents);
    send(command).join();
    return command;
  }

  public Message<RefundPayment> refund(CustomerId customer, OrderId order) {
    return first(new RefundPayment(order, customer, "cancelled"), order.text());
  }

  public Message<RefundPayment> asksToRefund(CustomerId customer, OrderId order) {
    Message<RefundPayment> command = refund(customer, order);
    send(command).join();
    return command;
  }

  public CompletableFuture<?> send(Message<? extends PaymentCommand> command) {
    return send(Topics.PAYMENT_COMMANDS, command.body().customerId().text(), command);
  }

  public CompletableFuture<?> send(Topic topic, String key, Message<?> message) {
    return kafka.send(record(topic, null, key, message));
  }

  public CompletableFuture<?> send(ProducerRecord<String, byte[]> record) {
    return kafka.send(record);
  }

  public ProducerRecord<String, byte[]> record(
      Topic topic, @Nullable Integer partition, @Nullable String key, Message<?> message) {
    var encoded = codec.encode(message);
    var record =
        new ProducerRecord<>(topic.name(), partition, key, encoded.payload().getBytes(UTF_8));
    encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }

  private <T extends MessageBody> Message<T> first(T body, String subject) {
    return messages.first(body, subject, subject, null);
  }

  // what can be seen

  /// The status of an order's payment; null if there is none.
  public @Nullable String status(OrderId order) {
    return jdbc.sql("select status from payment where order_id = :id::uuid")
        .param("id", order.text())
        .query(String.class)
        .optional()
        .orElse(null);
  }

  /// The orders of a customer whose payments were decided, in that order.
  public List<String> decided(CustomerId customer) {
    return jdbc.sql(
            """
            select order_id::text from payment
            where customer_id = :id and status <> 'UNCERTAIN' order by seq
            """)
        .param("id", customer.text())
        .query(String.class)
        .list();
  }

  /// `ce_type` and payload of the replies about an order that went through the outbox.
  public List<String> replies(OrderId order) {
    return jdbc.sql(
            """
            select (headers::json ->> 'ce_type') || ' ' || payload from outbox
            where message_key = :id order by seq
            """)
        .param("id", order.text())
        .query(String.class)
        .list();
  }

  public JdbcClient jdbc() {
    return jdbc;
  }

  /// The positions that the gate stores.
  public PositionStore positions() {
    return new PositionStore(installation.jdbc());
  }

  public List<ConsumerRecord<String, byte[]>> parkedRecords() {
    return topics.recordsSince(Topics.PAYMENT_PARKED, parkedStart);
  }

  /// What was written to `payment.parked` for a command.
  public List<ConsumerRecord<String, byte[]>> parkedRecords(Message<?> command) {
    return parkedRecords().stream().filter(r -> r.key().equals(command.id().text())).toList();
  }

  public List<ConsumerRecord<String, byte[]>> deadLetters() {
    return topics.recordsSince(Topics.PAYMENT_DLQ, deadStart);
  }

  /// The first dead letter with this key, once there is one.
  public ConsumerRecord<String, byte[]> deadLetter(String key) {
    Eventually.within(SOON, () -> assertThat(deadLetters()).anyMatch(r -> key.equals(r.key())));
    return deadLetters().stream().filter(r -> key.equals(r.key())).findFirst().orElseThrow();
  }

  public List<ConsumerRecord<String, byte[]>> directReplies() {
    return topics.recordsSince(Topics.ORDER_REPLIES, repliesStart);
  }

  /// What became of replayed dead letters, as it was said on `dlq.outcomes`.
  public List<ConsumerRecord<String, byte[]>> outcomes() {
    return topics.recordsSince(Topics.DLQ_OUTCOMES, outcomesStart);
  }

  public static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  /// The body of a GET, of the service or of its management port.
  public String get(String path, boolean management) {
    return http().get(path, management);
  }

  /// POSTs nothing to the management port.
  public void post(String path) {
    assertThat(http().post(path)).doesNotContain("\"status\":4");
  }

  /// POSTs JSON to the service; the body of the answer.
  public String post(String path, String json) {
    return http().post(path, json);
  }

  /// The partition numbers that run here.
  public List<Integer> running() {
    return http().running();
  }

  /// The partition numbers that an instance runs.
  public static List<Integer> running(ConfigurableApplicationContext instance) {
    return new ServiceHttp(instance).running();
  }

  /// The readiness of an instance, which tells what it owns and runs.
  public static String readiness(ConfigurableApplicationContext instance) {
    return new ServiceHttp(instance).readiness();
  }

  private ServiceHttp http() {
    return new ServiceHttp(Objects.requireNonNull(service));
  }
}
