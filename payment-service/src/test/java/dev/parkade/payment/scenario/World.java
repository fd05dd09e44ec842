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
import dev.parkade.payment.PaymentService;
import dev.parkade.runtime.consuming.PositionStore;
import dev.parkade.testkit.environment.Database;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.statements.StatementCounter;
import dev.parkade.testkit.waiting.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/// Payment-service with a database of its own on the shared broker. The test plays customer-service
/// and the orchestrator. The relay is off: replies are read from the outbox.
public final class World implements AutoCloseable {

  public static final Duration SOON = Duration.ofSeconds(30);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String bootstrapServers;
  private final Database database = Environment.freshDatabase("payment");
  private final JdbcClient jdbc =
      JdbcClient.create(
          new DriverManagerDataSource(
              database.jdbcUrl(), database.username(), database.password()));
  private final MessageCodec codec = new MessageCodec();
  private final Messages messages = new Messages("test", Clock.systemUTC(), Ids.timeOrdered());
  private final DefaultKafkaProducerFactory<String, byte[]> producers;
  private final KafkaTemplate<String, byte[]> kafka;
  private final Map<TopicPartition, Long> parkedStart;
  private final Map<TopicPartition, Long> deadStart;
  private final Map<TopicPartition, Long> repliesStart;
  private final StatementCounter statements = new StatementCounter();
  private @Nullable ConfigurableApplicationContext service;

  /// On the broker of this JVM.
  public World() {
    this(Environment.kafka().bootstrapServers());
  }

  /// On a broker of the test's own.
  public World(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    createTopics();
    producers =
        new DefaultKafkaProducerFactory<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new ByteArraySerializer());
    kafka = new KafkaTemplate<>(producers);
    parkedStart = endOf(Topics.PAYMENT_PARKED);
    deadStart = endOf(Topics.PAYMENT_DLQ);
    repliesStart = endOf(Topics.ORDER_REPLIES);
    startAtTheEnd();
  }

  private void createTopics() {
    try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrapServers))) {
      for (Topic topic : Topics.ALL) {
        var asked =
            new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                .configs(topic.config());
        try {
          admin.createTopics(List.of(asked)).all().get();
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /// The topics are shared with other tests: this service begins at their end.
  private void startAtTheEnd() {
    Flyway.configure()
        .dataSource(database.jdbcUrl(), database.username(), database.password())
        .locations("classpath:db/messaging", "classpath:db/payment-service")
        .outOfOrder(true)
        .load()
        .migrate();
    Map<TopicPartition, Long> ends = new HashMap<>(endOf(Topics.CUSTOMER_EVENTS));
    ends.putAll(endOf(Topics.PAYMENT_COMMANDS));
    ends.putAll(parkedStart);
    new PositionStore(jdbc).initialise("payment-service-" + database.name(), ends);
  }

  /// Starts the service, or starts it again.
  public World start(String... settings) {
    service = run("test", settings);
    Eventually.within(
        SOON,
        () ->
            assertThat(get("/actuator/health/readiness", true))
                .contains("\"running\":[0,1,2,3,4,5]"));
    return this;
  }

  /// Starts one more instance of the service; the caller closes it.
  public ConfigurableApplicationContext startAnother(String instance, String... settings) {
    return run(instance, settings);
  }

  /// Starts an instance in a process of its own, which holds at a point; the caller closes it.
  public ServiceProcess startProcess(
      Path directory, String instance, HoldPoint point, String... settings) {
    return ServiceProcess.start(directory, point, settings(instance, settings));
  }

  private List<String> settings(String instance, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--spring.kafka.bootstrap-servers=" + bootstrapServers,
                "--parkade.consumer.group=payment-service-" + database.name(),
                "--parkade.instance=" + instance,
                "--parkade.relay.enabled=false",
                "--server.port=0",
                "--management.server.port=0",
                "--spring.main.banner-mode=off"));
    all.addAll(List.of(settings));
    return all;
  }

  private ConfigurableApplicationContext run(String instance, String... settings) {
    return new SpringApplicationBuilder(PaymentService.class)
        .web(WebApplicationType.SERVLET)
        .initializers(
            context ->
                ((GenericApplicationContext) context)
                    .registerBean(StatementCounter.class, () -> statements))
        .run(settings(instance, settings).toArray(String[]::new));
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
    Environment.drop(database);
  }

  public <T> T bean(Class<T> type) {
    return Objects.requireNonNull(service).getBean(type);
  }

  public StatementCounter statements() {
    return statements;
  }

  // what others do

  public static CustomerId someCustomer(String name) {
    return CustomerId.of(name + "-" + Ids.timeOrdered().get());
  }

  public static OrderId someOrder() {
    return new OrderId(Ids.timeOrdered().get());
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

  public Message<RefundPayment> asksToRefund(CustomerId customer, OrderId order) {
    Message<RefundPayment> command =
        first(new RefundPayment(order, customer, "cancelled"), order.text());
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

  public List<ConsumerRecord<String, byte[]>> parkedRecords() {
    return recordsSince(Topics.PAYMENT_PARKED, parkedStart);
  }

  public List<ConsumerRecord<String, byte[]>> deadLetters() {
    return recordsSince(Topics.PAYMENT_DLQ, deadStart);
  }

  public List<ConsumerRecord<String, byte[]>> directReplies() {
    return recordsSince(Topics.ORDER_REPLIES, repliesStart);
  }

  public static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  /// The body of a GET, of the service or of its management port.
  public String get(String path, boolean management) {
    return send(HttpRequest.newBuilder(uri(path, management)).build());
  }

  /// POSTs nothing to the management port.
  public void post(String path) {
    var request = HttpRequest.newBuilder(uri(path, true)).POST(BodyPublishers.noBody()).build();
    assertThat(send(request)).doesNotContain("\"status\":4");
  }

  /// POSTs JSON to the service; the body of the answer.
  public String post(String path, String json) {
    return send(
        HttpRequest.newBuilder(uri(path, false))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  /// Replays a dead letter the way that keeps its place: it is parked under its command's id.
  public void replays(ConsumerRecord<String, byte[]> dead) {
    var record =
        new ProducerRecord<>(
            Topics.PAYMENT_PARKED.name(), dead.partition(), header(dead, "ce_id"), dead.value());
    for (Header header : dead.headers()) {
      if (!header.key().startsWith("parkade_dlq_")) {
        record.headers().add(header);
      }
    }
    send(record).join();
  }

  private URI uri(String path, boolean management) {
    return uri(Objects.requireNonNull(service), path, management);
  }

  /// The readiness of an instance, which tells what it owns and runs.
  public static String readiness(ConfigurableApplicationContext instance) {
    return send(HttpRequest.newBuilder(uri(instance, "/actuator/health/readiness", true)).build());
  }

  private static URI uri(ConfigurableApplicationContext of, String path, boolean management) {
    String port = management ? "local.management.port" : "local.server.port";
    var environment = of.getEnvironment();
    return URI.create("http://127.0.0.1:" + environment.getRequiredProperty(port) + path);
  }

  private static String send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<ConsumerRecord<String, byte[]>> recordsSince(
      Topic topic, Map<TopicPartition, Long> start) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (var consumer = rawConsumer()) {
      consumer.assign(start.keySet());
      start.forEach(consumer::seek);
      Map<TopicPartition, Long> ends = endOf(topic);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
      }
    }
    return records;
  }

  private Map<TopicPartition, Long> endOf(Topic topic) {
    try (var consumer = rawConsumer()) {
      return consumer.endOffsets(
          IntStream.range(0, topic.partitions())
              .mapToObj(p -> new TopicPartition(topic.name(), p))
              .toList());
    }
  }

  private KafkaConsumer<String, byte[]> rawConsumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", bootstrapServers),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }
}
