package dev.parkade.deadletters.selection;

import static dev.parkade.deadletters.letter.Letters.NOON;
import static dev.parkade.deadletters.letter.Letters.letter;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.deadletters.grouping.Groups;
import dev.parkade.deadletters.grouping.Statistics;
import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.Letters;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.reading.Snapshot;
import dev.parkade.local.KafkaProcess;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.WireHeaders;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Measures by hand how long it takes to look at very many dead letters: grouped, counted, by a
/// JSON path and by readiness. Arguments: how many letters, how many customers. Not a test.
final class ScanBench {

  private static final String DLQ = Topics.PAYMENT_DLQ.name();

  private ScanBench() {}

  public static void main(String[] arguments) throws Exception {
    int letters = Math.min(1_000_000, Integer.parseInt(arguments[0]));
    int customers = Math.min(10_000_000, Integer.parseInt(arguments[1]));
    Path directory = Files.createTempDirectory(Path.of("target"), "scan");
    try (KafkaProcess broker = KafkaProcess.start(directory.resolve("kafka"))) {
      KafkaAccess kafka = KafkaAccess.at(broker.bootstrapServers());
      create(kafka, Topics.PAYMENT_DLQ, Topics.CUSTOMER_EVENTS);
      fill(kafka, letters, customers);
      try (DeadLetterLog log = new DeadLetterLog(kafka)) {
        Snapshot snapshot = log.snapshot(List.of(DLQ));
        Selection all = Selection.openOf(List.of(DLQ));
        for (int round = 0; round < 2; round++) {
          time("grouped and counted", () -> grouped(log, snapshot, all));
          time(
              "JSON path",
              () ->
                  count(log, snapshot, Selection.builder().payload("$.amount.amount > 5").build()));
          time("ready", () -> count(log, snapshot, Selection.builder().ready().build()));
        }
      }
    }
  }

  private static long grouped(DeadLetterLog log, Snapshot snapshot, Selection all) {
    Groups groups = new Groups(Fate.OPEN, 200);
    Statistics statistics = new Statistics(null);
    long read =
        SelectedLetters.read(
            log,
            snapshot,
            all,
            Fate.OPEN,
            letter -> {
              groups.visit(letter);
              statistics.visit(letter);
            });
    System.out.println(groups.groups().size() + " groups");
    return read;
  }

  private static long count(DeadLetterLog log, Snapshot snapshot, Selection selection) {
    return SelectedLetters.read(log, snapshot, selection, Fate.OPEN, letter -> {});
  }

  private static void time(String what, LongSupplier work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long cpuStart = threads.getCurrentThreadCpuTime();
    long found = work.getAsLong();
    long cpu = threads.getCurrentThreadCpuTime() - cpuStart;
    long wall = System.nanoTime() - start;
    System.gc();
    long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    System.out.printf(
        "%s: %d in %d ms, %d ms of them CPU, %d MiB heap after%n",
        what, found, wall / 1_000_000, cpu / 1_000_000, heap >> 20);
  }

  private static void create(KafkaAccess kafka, Topic... topics) throws Exception {
    try (Admin admin = kafka.admin()) {
      for (Topic t : topics) {
        admin
            .createTopics(
                List.of(new NewTopic(t.name(), t.partitions(), (short) 1).configs(t.config())))
            .all()
            .get();
      }
    }
  }

  private static void fill(KafkaAccess kafka, int letters, int customers) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.servers(), "linger.ms", 20, "batch.size", 200_000),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < letters; i++) {
        producer.send(Letters.sent(dead(i, "customer-" + i)));
      }
      for (int i = 0; i < customers; i++) {
        String id = "customer-" + (i * 2L);
        String payload =
            "{\"customerId\":\"%s\",\"name\":\"Ada Lovelace\",\"email\":\"ada@example.org\",\"status\":\"ACTIVE\",\"version\":1}"
                .formatted(id);
        producer.send(
            new ProducerRecord<>(
                Topics.CUSTOMER_EVENTS.name(),
                (i * 2) % Topics.PARTITIONS,
                id.getBytes(UTF_8),
                payload.getBytes(UTF_8)));
      }
    }
  }

  private static DeadLetter dead(int i, String customer) {
    String order = new UUID(0x0198c5c000007000L, 0x8000000000000000L + i).toString();
    return letter()
        .topic(DLQ)
        .standing(i % Topics.PARTITIONS, 0)
        .key(customer.getBytes(UTF_8))
        .payload(
            "{\"orderId\":\"%s\",\"customerId\":\"%s\",\"amount\":{\"amount\":%d,\"currency\":\"EUR\"}}"
                .formatted(order, customer, i % 10))
        .header(WireHeaders.SPEC_VERSION, "1.0")
        .header(WireHeaders.ID, order)
        .header(WireHeaders.TYPE, "parkade.payment.charge.v1")
        .header(WireHeaders.SOURCE, "/parkade/order-orchestrator")
        .header(WireHeaders.SUBJECT, order)
        .header(WireHeaders.TIME, "2026-01-02T03:04:05.678901Z")
        .header(WireHeaders.CORRELATION_ID, order)
        .header(WireHeaders.CONTENT_TYPE, "application/json")
        .header(WireHeaders.TRACEPARENT, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        .reason(i % 10 == 0 ? "HANDLER_FAILED" : "CUSTOMER_NEVER_ARRIVED")
        .detail(
            "order %s waited since 2026-01-02T03:04:05Z for customer %s".formatted(order, customer))
        .origin("payment.commands", i % Topics.PARTITIONS, i, NOON)
        .header(DeadLetterHeaders.AT, "2026-01-02T03:04:05Z")
        .header(DeadLetterHeaders.SERVICE, "payment-service")
        .header(DeadLetterHeaders.GROUP, "payment-service")
        .header(DeadLetterHeaders.ATTEMPTS, "0")
        .header(DeadLetterHeaders.FIRST_FAILURE, "2026-01-02T03:04:05Z")
        .header(DeadLetterHeaders.LAST_FAILURE, "2026-01-02T03:04:05Z")
        .build();
  }
}
