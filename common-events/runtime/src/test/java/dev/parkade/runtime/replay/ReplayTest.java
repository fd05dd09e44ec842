package dev.parkade.runtime.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.topic.Topics;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {

  @Test
  void readsWhichReplayOfWhichDeadLetterARecordIs() {
    assertThat(Replay.of(headers("payment.dlq-3@17", "2")))
        .isEqualTo(new Replay("payment.dlq-3@17", 2));
    assertThat(Replay.of(headers("inventory.dlq-0@0", "1"))).isNotNull();
    assertThat(Replay.of(headers("order.dlq-5@999999999999999999", "10000"))).isNotNull();
  }

  @Test
  void knowsEveryDeadLetterTopicOfTheCatalogueAndNoOther() {
    for (var topic : Topics.ALL) {
      boolean deadLetters = topic.name().endsWith(".dlq");

      assertThat(Replay.of(headers(topic.name() + "-0@1", "1")) != null).isEqualTo(deadLetters);
    }
  }

  @Test
  void theLastHeaderOfANameCounts() {
    Headers headers = headers("payment.dlq-3@17", "1");
    headers.add(ReplayHeaders.OF, bytes("payment.dlq-4@18"));
    headers.add(ReplayHeaders.COUNT, bytes("7"));

    assertThat(Replay.of(headers)).isEqualTo(new Replay("payment.dlq-4@18", 7));
  }

  @Test
  void aRecordWithoutTheHeadersIsNoReplay() {
    assertThat(Replay.of(new RecordHeaders())).isNull();
    assertThat(Replay.of(headers("payment.dlq-3@17", null))).isNull();
    assertThat(Replay.of(headers(null, "1"))).isNull();
    Headers empty = new RecordHeaders();
    empty.add(ReplayHeaders.OF, null).add(ReplayHeaders.COUNT, null);
    assertThat(Replay.of(empty)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "-@",
        "@17",
        "payment.dlq",
        "payment.dlq-3",
        "payment.dlq@17",
        "payment.dlq-3@",
        "payment.dlq-@17",
        "payment.dlq-6@17",
        "payment.dlq--3@17",
        "payment.dlq-3@-17",
        "payment.dlq-03@17",
        "payment.dlq-3@017",
        "payment.dlq-3@+17",
        "payment.dlq-3@17 ",
        "payment.dlq-3@1٣",
        "payment.dlq-3@1234567890123456789",
        "payment.dlq-3@17@17",
        "payment.dlq\u0000-3@17",
        "PAYMENT.DLQ-3@17",
        "payment.parked-3@17",
        "dlq.outcomes-3@17",
        "shipping.dlq-3@17",
        "../payment.dlq-3@17"
      })
  void whatNamesNoDeadLetterCountsAsNone(String of) {
    assertThat(Replay.of(headers(of, "1"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "01", "-1", "+1", "1.0", "10001", "99999999999999999999", "one"})
  void whatIsNoNumberOfAReplayCountsAsNone(String count) {
    assertThat(Replay.of(headers("payment.dlq-3@17", count))).isNull();
  }

  @Test
  void aHeaderOfAnyLengthOrBytesCountsAsNone() {
    assertThat(Replay.of(headers("payment.dlq-3@17".repeat(100_000), "1"))).isNull();
    Headers noText = new RecordHeaders();
    noText.add(ReplayHeaders.OF, new byte[] {(byte) 0xc3, 0x28, (byte) 0xff});
    noText.add(ReplayHeaders.COUNT, new byte[] {(byte) 0xff});
    assertThat(Replay.of(noText)).isNull();
  }

  private static Headers headers(@Nullable String of, @Nullable String count) {
    Headers headers = new RecordHeaders();
    if (of != null) {
      headers.add(ReplayHeaders.OF, bytes(of));
    }
    if (count != null) {
      headers.add(ReplayHeaders.COUNT, bytes(count));
    }
    return headers;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
