package dev.parkade.bench;

import dev.parkade.bench.PaymentTable.Payment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/// A Kafka Streams processor that owns customers and payments of a partition, keeps the payments of
/// unknown customers in a state store and forwards them when the customer's event comes. After the
/// Streams developer guide, "Processor API" (state stores with changelogs), and Confluent's example
/// `CustomStreamTableJoinIntegrationTest`. Rows are inserted by a consumer of its output topic
/// (read_committed), a whole poll at a time, as a JDBC sink connector does.
///
/// Settings are the defaults of "Configuring a Streams Application" but for two: the producer does
/// not linger (Streams: 100 ms), for latency, and there are two threads (one), for two processors.
/// So the commit interval is 30 s at least once, which forwards without waiting for it, and 100 ms
/// exactly once, where what is forwarded can be read only after the commit.
final class StreamsBuffer implements Contender {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final String name;
  private final String guarantee;

  StreamsBuffer(String name, String guarantee) {
    this.name = name;
    this.guarantee = guarantee;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String setUp() {
    return "Kafka Streams processor with a buffer per customer in a persistent store (Streams"
        + " developer guide, \"Processor API\"; Confluent, CustomStreamTableJoinIntegrationTest),"
        + " processing.guarantee="
        + guarantee
        + ", producer.linger.ms=0, num.stream.threads=2, otherwise defaults (\"Configuring a"
        + " Streams Application\"); batched inserts by a sink on its output topic";
  }

  @Override
  public Running start(Lane lane) {
    var output = lane.run() + ".due";
    createTopic(lane, output);
    var waited = new AtomicLong();
    var streams = new KafkaStreams(topology(lane, output, waited), settings(lane));
    var sink = new Sink(lane, output);
    streams.start();
    sink.thread.start();
    return new Running() {
      @Override
      public SetAside setAside() {
        var changelog = lane.run() + "-" + BufferProcessor.WAITING + "-changelog";
        var records = TopicCount.of(lane, changelog::equals).records();
        return new SetAside(waited.get(), records, "records in the buffer's changelog");
      }

      @Override
      public void close() {
        streams.close(LIMIT);
        sink.close();
      }
    };
  }

  private static Topology topology(Lane lane, String output, AtomicLong waited) {
    var strings = Serdes.String();
    return new Topology()
        .addSource(
            "sources",
            strings.deserializer(),
            Serdes.ByteArray().deserializer(),
            lane.customers(),
            lane.commands())
        .addProcessor("buffer", () -> new BufferProcessor(lane.customers(), waited), "sources")
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(BufferProcessor.KNOWN), strings, strings),
            "buffer")
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(BufferProcessor.WAITING), strings, strings),
            "buffer")
        .addSink("due", output, new StringSerializer(), new StringSerializer(), "buffer");
  }

  private Properties settings(Lane lane) {
    var settings = new Properties();
    settings.putAll(
        Map.of(
            "application.id",
            lane.run(),
            "bootstrap.servers",
            lane.bootstrapServers(),
            "processing.guarantee",
            guarantee,
            "producer.linger.ms",
            0,
            "num.stream.threads",
            2,
            "auto.offset.reset",
            "earliest",
            "state.dir",
            lane.directory().toString()));
    return settings;
  }

  private static void createTopic(Lane lane, String name) {
    try (var admin = Admin.create(Map.of("bootstrap.servers", lane.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(name, 6, (short) 1))).all().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IllegalStateException("cannot create " + name, failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  /// Inserts what the processor forwards. Offsets are committed every few seconds, by a later poll:
  /// a sink connector does not wait for them either.
  private static final class Sink implements AutoCloseable {
    private final PaymentTable table;
    private final KafkaConsumer<String, String> consumer;
    private final Thread thread = new Thread(this::run, "sink");

    Sink(Lane lane, String topic) {
      var settings = new HashMap<String, Object>();
      settings.put("bootstrap.servers", lane.bootstrapServers());
      settings.put("group.id", lane.run() + ".sink");
      settings.put("auto.offset.reset", "earliest");
      settings.put("isolation.level", "read_committed");
      table = new PaymentTable(lane);
      consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
      consumer.subscribe(List.of(topic));
    }

    private void run() {
      try (consumer) {
        while (true) {
          var payments = new ArrayList<Payment>();
          consumer
              .poll(Duration.ofMillis(100))
              .forEach(it -> payments.add(new Payment(it.value(), it.key())));
          if (!payments.isEmpty()) {
            table.pay(payments);
          }
        }
      } catch (WakeupException closed) {
        table.close();
      }
    }

    @Override
    public void close() {
      consumer.wakeup();
      try {
        thread.join(LIMIT);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
