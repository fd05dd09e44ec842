package dev.parkade.deadletters.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LetterDigestTest {

  @Test
  void everythingThatALetterHoldsTellsItApart() {
    Stream<DeadLetter> different =
        Stream.of(
            letter(17, "key", "value", "a", "b"),
            letter(18, "key", "value", "a", "b"),
            letter(17, "keyv", "alue", "a", "b"),
            letter(17, "key", null, "a", "b"),
            letter(17, "key", "", "a", "b"),
            letter(17, null, "value", "a", "b"),
            letter(17, "key", "value", "ab", ""),
            letter(17, "key", "value", "a", null));

    assertThat(different.map(LetterDigest::of).distinct()).hasSize(8);
  }

  @Test
  void whereACopyCameFromDoesNot() {
    DeadLetter letter = letter(17, "key", "value", "a", "b");
    DeadLetter copy = letter(17, "key", "value", "a", "b");
    copy.record().headers().add(DeadLetterHeaders.IMPORTED, "payment.dlq-3@4".getBytes(UTF_8));

    assertThat(LetterDigest.of(copy)).isEqualTo(LetterDigest.of(letter));
  }

  private static DeadLetter letter(
      long offset, String key, String value, String header, String content) {
    var record = new ConsumerRecord<>("payment.dlq", 3, offset, bytes(key), bytes(value));
    record.headers().add(header, bytes(content));
    return new DeadLetter(record);
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }
}
