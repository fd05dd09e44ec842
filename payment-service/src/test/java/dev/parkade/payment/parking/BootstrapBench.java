package dev.parkade.payment.parking;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.customer.CustomerRegistered;
import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Encoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.payment.scenario.World;
import dev.parkade.runtime.consuming.OwnedPositions;
import dev.parkade.runtime.consuming.PositionStore;
import dev.parkade.runtime.consuming.RecordReader;
import dev.parkade.testkit.environment.Environment;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.util.unit.DataSize;

/// Measures the bootstrap: how long the memory of all partitions takes to rebuild, and how much
/// heap a known customer and a parked command take. Prints figures; asserts nothing, because they
/// belong to the machine. Not run with the tests, but by its name: see `ops/bench/README.md`.
class BootstrapBench {

  private static final List<Integer> NUMBERS =
      IntStream.range(0, Topics.PARTITIONS).boxed().toList();

  private final MessageCodec codec = new MessageCodec();
  private final Ids ids = Ids.timeOrdered();
  private final Messages messages = new Messages("bench", Clock.systemUTC(), ids);
  private final ParkedRecords parkedRecords = new ParkedRecords(new RecordReader(codec));
  private final String servers = Environment.kafka().bootstrapServers();
  private final World world = new World();
  private final PositionStore store = world.positions();
  private int sequence;

  @Test
  void measures() {
    int commands = Integer.getInteger("bench.parked", 100_000);
    int customers = Integer.getInteger("bench.customers", 1_000_000);
    long budget = DataSize.ofMegabytes(128).toBytes();
    writeParked(commands);
    Map<TopicPartition, Long> allParked = zeros(ends(Topics.PAYMENT_PARKED.name()));
    Map<TopicPartition, Long> noCustomers = zeros(ends(Topics.CUSTOMER_EVENTS.name()));
    // the first one is what a start costs; the second shows what remains when the JVM is warm
    load("parked only, all in memory", noCustomers, allParked, Long.MAX_VALUE);
    load("parked only, all in memory", noCustomers, allParked, Long.MAX_VALUE);
    load("parked only, pointers", noCustomers, allParked, 0);
    load("parked only, default budget", noCustomers, allParked, budget);
    writeCustomers(customers);
    Map<TopicPartition, Long> customerEnds = ends(Topics.CUSTOMER_EVENTS.name());
    for (int round = 1; round <= 2; round++) {
      load("customers only", customerEnds, ends(Topics.PAYMENT_PARKED.name()), Long.MAX_VALUE);
    }
    load("both, default budget", customerEnds, allParked, budget);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /// One bootstrap.
  ///
  /// @param customers the positions up to which customers are replayed
  /// @param parked the positions from which parked commands are replayed
  private void load(
      String name,
      Map<TopicPartition, Long> customers,
      Map<TopicPartition, Long> parked,
      long budgetBytes) {
    String groupName = "bench-" + sequence++;
    Map<TopicPartition, Long> positions = new HashMap<>(customers);
    positions.putAll(parked);
    NUMBERS.forEach(n -> positions.put(GatePartition.commandsOf(n), 0L));
    store.initialise(groupName, positions);
    var budget = new Budget(new BudgetSettings(DataSize.ofBytes(budgetBytes)));
    var bootstrap =
        new Bootstrap(
            groupName,
            store,
            () -> HelperConsumers.forWholeTopics(consumers()),
            this::ends,
            new RecordReader(codec),
            parkedRecords,
            budget::fit);
    List<GatePartition> loaded;
    long heap = heap();
    long begin = System.nanoTime();
    try (var main = new KafkaConsumer<String, byte[]>(consumers().getConfigurationProperties())) {
      main.assign(NUMBERS.stream().flatMap(n -> GatePartition.triple(n).stream()).toList());
      loaded =
          bootstrap.load(NUMBERS, new OwnedPositions(groupName, store), main, Topics.PARTITIONS);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    long gate = heap() - heap;
    ParkedDirectory directory = new ParkedDirectory();
    loaded.forEach(p -> p.waiting().oldestFirst().forEach(directory::put));
    report(name, seconds, gate, heap() - heap - gate, loaded);
    // kept up to here, or the heap would be measured without it
    if (directory.page(null, 1, new ParkedDirectory.Filter(null, null, null, null)).size()
        > loaded.size()) {
      throw new IllegalStateException();
    }
  }

  private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    try (var consumer = HelperConsumers.forWholeTopics(consumers())) {
      return consumer.endOffsets(partitions);
    }
  }

  private static void report(
      String name, double seconds, long gate, long directory, List<GatePartition> loaded) {
    long known = loaded.stream().mapToLong(p -> p.customers().size()).sum();
    long tables = loaded.stream().mapToLong(p -> p.customers().bytes()).sum();
    long waiting = loaded.stream().mapToLong(p -> p.waiting().size()).sum();
    long spilled = loaded.stream().mapToLong(p -> p.waiting().spilled()).sum();
    long counted = loaded.stream().mapToLong(p -> p.waiting().bytes()).sum();
    print(
        "%-28s %6.2f s; %,d customers, %.1f B each counted; %,d parked (%,d pointers), %.0f B each"
            + " counted; heap %,d B, per customer %.1f, per command %.0f and %.0f in the directory",
        name,
        seconds,
        known,
        per(tables, known),
        waiting,
        spilled,
        per(counted, waiting),
        gate,
        waiting == 0 ? per(gate, known) : Double.NaN,
        known == 0 ? per(gate, waiting) : Double.NaN,
        per(directory, waiting));
  }

  private static double per(long bytes, long count) {
    return count == 0 ? 0 : (double) bytes / count;
  }

  private void writeCustomers(int count) {
    write(
        count,
        () -> {
          CustomerId id = new CustomerId(ids.get().toString());
          var body =
              new CustomerRegistered(
                  id,
                  "Ada Lovelace",
                  "ada." + sequence++ + "@example.org",
                  CustomerStatus.ACTIVE,
                  1);
          return record(
              Topics.CUSTOMER_EVENTS.name(),
              null,
              id.text(),
              messages.first(body, id.text(), id.text(), null));
        });
  }

  private void writeParked(int count) {
    write(
        count,
        () -> {
          CustomerId customer = new CustomerId(ids.get().toString());
          OrderId order = new OrderId(ids.get());
          int partition = Partitioning.of(customer.text(), Topics.PARTITIONS);
          Message<PaymentCommand> message =
              messages.first(
                  new ChargePayment(order, customer, new Money(1999, "EUR")),
                  order.text(),
                  order.text(),
                  null);
          ProducerRecord<String, byte[]> sent =
              record(Topics.PAYMENT_COMMANDS.name(), partition, customer.text(), message);
          var read =
              new ConsumerRecord<>(sent.topic(), partition, sequence++, sent.key(), sent.value());
          sent.headers().forEach(read.headers()::add);
          return parkedRecords.live(
              Parked.fresh(
                  new Command(read, message), Instant.now(), WaitReason.CUSTOMER_UNKNOWN, 0));
        });
  }

  private ProducerRecord<String, byte[]> record(
      String topic, @Nullable Integer partition, String key, Message<?> message) {
    Encoded encoded = codec.encode(message);
    var record = new ProducerRecord<>(topic, partition, key, encoded.payload().getBytes(UTF_8));
    encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }

  private void write(int count, Supplier<ProducerRecord<String, byte[]>> next) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", servers, "linger.ms", 20, "batch.size", 256 * 1024);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        var unused = producer.send(next.get());
      }
    }
  }

  private DefaultKafkaConsumerFactory<String, byte[]> consumers() {
    return new DefaultKafkaConsumerFactory<>(
        Map.of(
            "bootstrap.servers",
            servers,
            "key.deserializer",
            StringDeserializer.class,
            "value.deserializer",
            ByteArrayDeserializer.class,
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            false,
            "fetch.max.wait.ms",
            100));
  }

  private Map<TopicPartition, Long> ends(String topic) {
    try (var consumer =
        new KafkaConsumer<String, byte[]>(consumers().getConfigurationProperties())) {
      return new HashMap<>(
          consumer.endOffsets(NUMBERS.stream().map(n -> new TopicPartition(topic, n)).toList()));
    }
  }

  private static Map<TopicPartition, Long> zeros(Map<TopicPartition, Long> positions) {
    Map<TopicPartition, Long> zeros = new HashMap<>();
    new ArrayList<>(positions.keySet()).forEach(partition -> zeros.put(partition, 0L));
    return zeros;
  }

  /// What is reachable.
  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
