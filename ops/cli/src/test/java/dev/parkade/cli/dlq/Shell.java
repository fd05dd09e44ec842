package dev.parkade.cli.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.cli.Console;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.testkit.environment.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Types `parkade dlq …` against the broker of this JVM, and buries what it is to find.
record Shell(Path directory) {
  /// A person does not wait for a broker as long as a test does.
  private static final String PATIENCE = "default.api.timeout.ms=60000\nrequest.timeout.ms=30000\n";

  Console.Seen dlq(String... arguments) {
    return with(new Console(directory), arguments);
  }

  Console.Seen with(Console console, String... arguments) {
    try {
      Path none = directory.resolve("none");
      if (!Files.exists(none)) {
        Files.createFile(none);
      }
      Path patient = Files.writeString(directory.resolve("patient"), PATIENCE);
      String[] all = new String[arguments.length + 7];
      all[0] = "dlq";
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      all[arguments.length + 1] = "--bootstrap-servers";
      all[arguments.length + 2] = Environment.kafka().bootstrapServers();
      all[arguments.length + 3] = "--config";
      all[arguments.length + 4] = none.toString();
      all[arguments.length + 5] = "--client-properties";
      all[arguments.length + 6] = patient.toString();
      return console.run(all);
    } catch (java.io.IOException refused) {
      throw new java.io.UncheckedIOException(refused);
    }
  }

  /// A charge that was set aside; returns its id.
  static String bury(String order, String reason, String detail, String payload) throws Exception {
    return bury(1, order, reason, detail, payload);
  }

  /// Many alike; returns the id of the last one.
  static String bury(int count, String order, String reason, String detail, String payload)
      throws Exception {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce_id", "01890000-0000-7000-8000-%012d".formatted(order.length()));
    headers.put("ce_source", "/parkade/order-orchestrator");
    headers.put("ce_specversion", "1.0");
    headers.put("ce_type", "parkade.payment.charge.v1");
    headers.put("ce_time", "2026-03-01T12:00:00Z");
    headers.put("ce_correlationid", order);
    headers.put(DeadLetterHeaders.REASON, reason);
    headers.put(DeadLetterHeaders.DETAIL, detail);
    headers.put(DeadLetterHeaders.ORIGIN_TOPIC, "payment.commands");
    headers.put(DeadLetterHeaders.ORIGIN_PARTITION, "3");
    headers.put(DeadLetterHeaders.ORIGIN_OFFSET, "12");
    var record =
        new ProducerRecord<>("payment.dlq", 3, "ada".getBytes(UTF_8), payload.getBytes(UTF_8));
    headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    Map<String, Object> settings =
        Map.of("bootstrap.servers", Environment.kafka().bootstrapServers());
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 1; i < count; i++) {
        var unused = producer.send(record);
      }
      var at = producer.send(record).get(60, TimeUnit.SECONDS);
      return "payment.dlq-3@" + at.offset();
    }
  }
}
