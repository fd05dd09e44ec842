package dev.parkade.runtime.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.WireHeaders;
import dev.parkade.runtime.keys.KeySerializer;
import dev.parkade.runtime.keys.KeyText;
import dev.parkade.testkit.time.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;

class DeadLettersTest {

  private static final Failure POISON = Failure.at(DeadLetterReason.WRONG_KEY, "not its key");
  private static final byte[] PAYLOAD = {1, 2, 3};
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final TestClock clock = TestClock.atNoon();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<MockProducer<String, byte[]>> producers = new ArrayList<>();
  private final DeadLetters deadLetters =
      new DeadLetters(
          new KafkaTemplate<>(this::producer),
          Topics.INVENTORY_DLQ,
          "inventory-service",
          "a-group",
          clock,
          meters);

  @Test
  void saysWhereItComesFromAndWhatFailedHowOftenAndSinceWhen() {
    Tries tries = Tries.NONE.failed(clock.instant());
    clock.advance(Duration.ofSeconds(3));
    Throwable failure =
        new IllegalStateException(
            "the poll failed", new ArithmeticException("too large\nFailing row: Ada Lovelace"));

    var letter = letter(record("key", PAYLOAD), Failure.of(failure, tries.failed(clock.instant())));

    var expected = new TreeMap<String, String>();
    expected.put(DeadLetterHeaders.REASON, "HANDLER_FAILED");
    expected.put(DeadLetterHeaders.DETAIL, "ArithmeticException: too large");
    expected.put(DeadLetterHeaders.ORIGIN_TOPIC, "inventory.commands");
    expected.put(DeadLetterHeaders.ORIGIN_PARTITION, "4");
    expected.put(DeadLetterHeaders.ORIGIN_OFFSET, "17");
    expected.put(DeadLetterHeaders.ORIGIN_TIMESTAMP, "1000");
    expected.put(DeadLetterHeaders.AT, "2030-01-01T12:00:03Z");
    expected.put(DeadLetterHeaders.SERVICE, "inventory-service");
    expected.put(DeadLetterHeaders.GROUP, "a-group");
    expected.put(DeadLetterHeaders.ATTEMPTS, "2");
    expected.put(DeadLetterHeaders.FIRST_FAILURE, "2030-01-01T12:00:00Z");
    expected.put(DeadLetterHeaders.LAST_FAILURE, "2030-01-01T12:00:03Z");
    expected.put(DeadLetterHeaders.EXCEPTION, "java.lang.ArithmeticException");
    expected.put(DeadLetterHeaders.EXCEPTION_MESSAGE, "too large");
    expected.put(WireHeaders.TRACEPARENT, text(letter, WireHeaders.TRACEPARENT));
    assertThat(texts(letter)).isEqualTo(expected);
    assertThat(letter.headers().toArray()).hasSameSizeAs(expected.keySet());
    assertThat(letter.topic()).isEqualTo("inventory.dlq");
    assertThat(letter.partition()).isEqualTo(4);
    assertThat(letter.timestamp()).isNull();
    assertThat(
            meters
                .counter(
                    "parkade.deadletter.records",
                    "topic",
                    "inventory.commands",
                    "reason",
                    "HANDLER_FAILED")
                .count())
        .isEqualTo(1);
  }

  @Test
  void theFirstOneIsSeenAsARiseFromZero() {
    deadLetters.countFrom("inventory.commands");

    assertThat(counted("WRONG_KEY")).isZero();
    letter(record("key", PAYLOAD), POISON);
    assertThat(counted("WRONG_KEY")).isEqualTo(1);
    assertThat(counted("HANDLER_FAILED")).isZero();
  }

  @Test
  void aReplayThatComesBackIsCountedAsSuch() {
    var replay = record("key", PAYLOAD);
    replay
        .headers()
        .add(ReplayHeaders.OF, bytes("inventory.dlq-4@3"))
        .add(ReplayHeaders.COUNT, bytes("2"));

    letter(record("key", PAYLOAD), POISON);
    letter(replay, POISON);

    var cameBack = meters.get("parkade.deadletter.replays").tag("outcome", "DEAD_LETTERED");
    assertThat(cameBack.counter().count()).isEqualTo(1);
  }

  private double counted(String reason) {
    return meters
        .get("parkade.deadletter.records")
        .tag("topic", "inventory.commands")
        .tag("reason", reason)
        .counter()
        .count();
  }

  @Test
  void poisonWasTriedOnceAndThrewNothing() {
    var letter = letter(record("key", PAYLOAD), POISON);

    assertThat(texts(letter))
        .containsEntry(DeadLetterHeaders.ATTEMPTS, "1")
        .containsEntry(DeadLetterHeaders.FIRST_FAILURE, "2030-01-01T12:00:00Z")
        .containsEntry(DeadLetterHeaders.LAST_FAILURE, "2030-01-01T12:00:00Z")
        .doesNotContainKeys(DeadLetterHeaders.EXCEPTION, DeadLetterHeaders.EXCEPTION_MESSAGE);
  }

  @Test
  void keepsTheHeadersOfItsOriginButThoseThatOnlyItMayWrite() {
    var origin = record("key", PAYLOAD);
    origin
        .headers()
        .add(DeadLetterHeaders.REASON, bytes("HANDLER_FAILED"))
        .add(DeadLetterHeaders.PAYLOAD_BYTES, bytes("1"))
        .add(ReplayHeaders.OF, bytes("inventory.dlq-4@3"))
        .add(ReplayHeaders.COUNT, bytes("2"))
        .add("x", null)
        .add("x", new byte[] {(byte) 0xff});

    var letter = letter(origin, POISON);

    assertThat(text(letter, DeadLetterHeaders.REASON)).isEqualTo("WRONG_KEY");
    assertThat(letter.headers().headers(DeadLetterHeaders.REASON)).hasSize(1);
    assertThat(letter.headers().headers(DeadLetterHeaders.PAYLOAD_BYTES)).isEmpty();
    assertThat(text(letter, ReplayHeaders.OF)).isEqualTo("inventory.dlq-4@3");
    assertThat(text(letter, ReplayHeaders.COUNT)).isEqualTo("2");
    assertThat(letter.headers().headers("x"))
        .containsExactlyElementsOf(origin.headers().headers("x"));
  }

  @Test
  void hasExactlyOneTraceparent() {
    var several = record("key", PAYLOAD);
    several
        .headers()
        .add(WireHeaders.TRACEPARENT, bytes("garbage"))
        .add("between", PAYLOAD)
        .add(WireHeaders.TRACEPARENT, bytes(TRACE));
    var malformed = record("key", PAYLOAD);
    malformed.headers().add(WireHeaders.TRACEPARENT, bytes("garbage"));

    assertThat(traces(letter(several, POISON))).containsExactly(TRACE);
    assertThat(traces(letter(malformed, POISON))).containsExactly("garbage");
    assertThat(traces(letter(record("key", PAYLOAD), POISON)))
        .singleElement()
        .asString()
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
  }

  @Test
  void whateverFitsItsTopicIsNotTouched() {
    // a mebibyte is what a topic takes: as a key, as a payload, and as headers of all sizes
    byte[] large = garbage(1_000_000);
    Headers many = new RecordHeaders();
    for (int n = 0; n < 150_000; n++) {
      many.add("h" + n % 10, null);
    }
    Headers huge = new RecordHeaders().add("huge", large);

    for (var origin :
        List.of(
            record(KeyText.of(large), PAYLOAD),
            record("key", large),
            record("key", PAYLOAD, many),
            record("key", PAYLOAD, huge))) {
      var letter = letter(origin, POISON);

      assertThat(letter.key()).isEqualTo(origin.key());
      assertThat(letter.value()).isEqualTo(origin.value());
      Header[] headers = origin.headers().toArray();
      assertThat(Arrays.copyOf(letter.headers().toArray(), headers.length)).isEqualTo(headers);
      assertThat(texts(letter))
          .doesNotContainKeys(
              DeadLetterHeaders.KEY_LENGTH,
              DeadLetterHeaders.PAYLOAD_BYTES,
              DeadLetterHeaders.DROPPED_HEADERS);
      assertThat(wireSize(letter)).isLessThan(2 * 1024 * 1024);
    }
  }

  @Test
  void whatIsLargerIsCutAndSaysSoAndKeepsWhatItIsReadAndFoundBy() {
    byte[] key = garbage(3_000_000);
    byte[] payload = garbage(4_000_000);
    Headers headers = new RecordHeaders();
    headers.add(ReplayHeaders.COUNT, bytes("shadowed"));
    for (int n = 0; n < 100_000; n++) {
      headers.add("header number " + n, PAYLOAD);
    }
    headers
        .add(ReplayHeaders.OF, bytes("inventory.dlq-4@3"))
        .add(ReplayHeaders.COUNT, bytes("2"))
        .add(WireHeaders.ID, bytes("an id"))
        .add(WireHeaders.TRACEPARENT, bytes(TRACE));

    var letter = letter(record(KeyText.of(key), payload, headers), POISON);

    assertThat(wireSize(letter)).isLessThan(2 * 1024 * 1024);
    assertThat(key).startsWith(KeyText.bytes(letter.key()));
    assertThat(payload).startsWith(letter.value());
    assertThat(letter.value()).hasSizeGreaterThan(1_800_000);
    assertThat(text(letter, DeadLetterHeaders.KEY_LENGTH)).isEqualTo("3000000");
    assertThat(text(letter, DeadLetterHeaders.PAYLOAD_BYTES)).isEqualTo("4000000");
    assertThat(Integer.parseInt(text(letter, DeadLetterHeaders.DROPPED_HEADERS)))
        .isBetween(95_000, 99_000);
    assertThat(text(letter, ReplayHeaders.OF)).isEqualTo("inventory.dlq-4@3");
    assertThat(letter.headers().headers(ReplayHeaders.COUNT)).hasSize(1);
    assertThat(text(letter, ReplayHeaders.COUNT)).isEqualTo("2");
    assertThat(text(letter, WireHeaders.ID)).isEqualTo("an id");
    assertThat(traces(letter)).containsExactly(TRACE);
  }

  @Test
  void neitherKeyNorPayloadNorHeadersAreNeeded() {
    var letter = letter(record(null, null), POISON);

    assertThat(letter.key()).isNull();
    assertThat(letter.value()).isNull();
    assertThat(text(letter, DeadLetterHeaders.REASON)).isEqualTo("WRONG_KEY");
  }

  private ProducerRecord<String, byte[]> letter(
      ConsumerRecord<String, byte[]> origin, Failure failure) {
    assertThat(deadLetters.send(origin, failure)).isCompleted();
    return producers.getLast().history().getLast();
  }

  private Producer<String, byte[]> producer() {
    var producer =
        new MockProducer<String, byte[]>(
            true, null, new KeySerializer(), new ByteArraySerializer());
    producers.add(producer);
    return producer;
  }

  private static ConsumerRecord<String, byte[]> record(
      @Nullable String key, byte @Nullable [] value) {
    return record(key, value, new RecordHeaders());
  }

  private static ConsumerRecord<String, byte[]> record(
      @Nullable String key, byte @Nullable [] value, Headers headers) {
    return new ConsumerRecord<>(
        "inventory.commands",
        4,
        17,
        1000,
        TimestampType.CREATE_TIME,
        0,
        0,
        key,
        value,
        headers,
        Optional.empty());
  }

  private static int wireSize(ProducerRecord<String, byte[]> letter) {
    return AbstractRecords.estimateSizeInBytesUpperBound(
        RecordBatch.CURRENT_MAGIC_VALUE,
        CompressionType.NONE,
        KeyText.bytes(letter.key()),
        letter.value(),
        letter.headers().toArray());
  }

  private static byte[] garbage(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(ProducerRecord<?, ?> letter, String header) {
    return new String(letter.headers().lastHeader(header).value(), UTF_8);
  }

  private static TreeMap<String, String> texts(ProducerRecord<?, ?> letter) {
    var texts = new TreeMap<String, String>();
    for (Header header : letter.headers()) {
      texts.put(header.key(), header.value() == null ? "" : new String(header.value(), UTF_8));
    }
    return texts;
  }

  private static List<String> traces(ProducerRecord<?, ?> letter) {
    List<String> traces = new ArrayList<>();
    letter
        .headers()
        .headers(WireHeaders.TRACEPARENT)
        .forEach(header -> traces.add(new String(header.value(), UTF_8)));
    return traces;
  }
}
