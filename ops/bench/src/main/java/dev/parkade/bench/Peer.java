package dev.parkade.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.bench.Contender.Running;
import dev.parkade.bench.Contender.SetAside;
import dev.parkade.bench.PaymentTable.Payment;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/// What all peers made of Spring listeners share: the known customers, which a listener of its own
/// keeps in memory, the table, and a container with one thread per partition, the most that the
/// reference of Spring for Apache Kafka has a use for ("Message Listener Containers", "Using
/// `ConcurrentMessageListenerContainer`").
///
/// Offsets are committed once per poll, which is the container's default ("Committing Offsets",
/// `AckMode.BATCH`); where the reference suggests `AckMode.RECORD`, a commit per record, this is
/// less work. A payment is not parsed: its order is in a header, its customer is the key. Both are
/// in their favour.
final class Peer implements Running {
  /// For [Contender#setUp()].
  static final String CONTAINER =
      "listener container with 6 threads for 6 partitions, ack mode BATCH (Spring for Apache Kafka,"
          + " \"Message Listener Containers\")";

  private static final int THREADS = 6;

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private final PaymentTable table;
  private final Work work;
  private final Supplier<SetAside> setAside;

  private Peer(Work work, Supplier<SetAside> setAside) {
    this.work = work;
    this.table = work.table();
    this.setAside = setAside;
  }

  /// The customer of a payment is not known yet.
  static final class CustomerUnknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    CustomerUnknown(String customer) {
      super("customer " + customer + " is not known");
    }
  }

  /// What listeners work with, and what they count.
  ///
  /// @param waited orders that were set aside
  /// @param writes records or rows written for that
  record Work(
      Lane lane,
      PaymentTable table,
      Set<String> customers,
      Set<String> waited,
      AtomicLong writes,
      AtomicLong givenUp) {
    static Work on(Lane lane) {
      return new Work(
          lane,
          new PaymentTable(lane),
          ConcurrentHashMap.newKeySet(),
          ConcurrentHashMap.newKeySet(),
          new AtomicLong(),
          new AtomicLong());
    }

    boolean knows(String customer) {
      return customers.contains(customer);
    }

    /// Pays, or says that it cannot.
    void pay(ConsumerRecord<String, byte[]> record) {
      var payment = payment(record);
      if (!knows(payment.customer())) {
        waited.add(payment.order());
        throw new CustomerUnknown(payment.customer());
      }
      table.pay(payment);
    }

    static Payment payment(ConsumerRecord<String, byte[]> record) {
      return new Payment(header(record, "ce_subject"), record.key());
    }

    static String header(ConsumerRecord<String, byte[]> record, String name) {
      return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    SetAside counted(String what) {
      return new SetAside(waited.size(), writes.get(), what);
    }
  }

  /// Keeps the known customers.
  static final class Customers {
    private final Work work;

    Customers(Work work) {
      this.work = work;
    }

    @KafkaListener(topics = "${bench.customers}", groupId = "${bench.run}.customers")
    void learn(ConsumerRecord<String, byte[]> event) {
      work.customers().add(event.key());
    }
  }

  /// Switches the annotations on.
  @EnableKafka
  static class Listening {}

  /// Starts a listener.
  ///
  /// @param listener a class whose constructor takes a [Work], and a [KafkaTemplate] if it likes
  /// @param containers settings of the listener's containers
  /// @param setAside asked when the heat is over
  static Peer start(
      Work work,
      Class<?> listener,
      Consumer<ConcurrentKafkaListenerContainerFactory<String, byte[]>> containers,
      Supplier<SetAside> setAside) {
    var peer = new Peer(work, setAside);
    peer.begin(listener, containers);
    return peer;
  }

  /// The container's error handler.
  static Consumer<ConcurrentKafkaListenerContainerFactory<String, byte[]>> handling(
      CommonErrorHandler handler) {
    return containers -> containers.setCommonErrorHandler(handler);
  }

  private void begin(
      Class<?> listener,
      Consumer<ConcurrentKafkaListenerContainerFactory<String, byte[]>> settings) {
    var lane = work.lane();
    var properties =
        Map.<String, Object>of(
            "bench.run", lane.run(),
            "bench.customers", lane.customers(),
            "bench.commands", lane.commands());
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("bench", properties));
    var producers =
        new DefaultKafkaProducerFactory<>(
            broker(), new StringSerializer(), new ByteArraySerializer());
    var containers = new ConcurrentKafkaListenerContainerFactory<String, byte[]>();
    containers.setConsumerFactory(
        new DefaultKafkaConsumerFactory<>(
            consumerSettings(), new StringDeserializer(), new ByteArrayDeserializer()));
    containers.setConcurrency(THREADS);
    settings.accept(containers);
    context.registerBean(Work.class, () -> work);
    context.registerBean(KafkaAdmin.class, () -> new KafkaAdmin(broker()));
    context.registerBean(
        "kafkaTemplate", KafkaTemplate.class, () -> new KafkaTemplate<>(producers));
    context.registerBean(DefaultKafkaProducerFactory.class, () -> producers);
    context.registerBean(TaskScheduler.class, ThreadPoolTaskScheduler::new);
    context.registerBean(
        "kafkaListenerContainerFactory",
        ConcurrentKafkaListenerContainerFactory.class,
        () -> containers);
    context.register(Listening.class, Customers.class, listener);
    context.refresh();
  }

  private Map<String, Object> broker() {
    return Map.of("bootstrap.servers", work.lane().bootstrapServers());
  }

  private Map<String, Object> consumerSettings() {
    return Map.of(
        "bootstrap.servers",
        work.lane().bootstrapServers(),
        "auto.offset.reset",
        "earliest",
        "group.id",
        work.lane().run());
  }

  @Override
  public SetAside setAside() {
    return setAside.get();
  }

  @Override
  public long givenUp() {
    return work.givenUp().get();
  }

  @Override
  public void close() {
    context.close();
    table.close();
  }
}
