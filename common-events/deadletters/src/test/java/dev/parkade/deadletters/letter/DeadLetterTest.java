package dev.parkade.deadletters.letter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.ReplayHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {

  private final DeadLetter letter =
      new DeadLetter(new ConsumerRecord<>("payment.dlq", 3, 17, null, null));

  @Test
  void itSaysWhatItsHeadersSay() {
    put(DeadLetterHeaders.REASON, "WRONG_KEY");
    put(DeadLetterHeaders.ORIGIN_TOPIC, "payment.commands");
    put(DeadLetterHeaders.ORIGIN_PARTITION, "3");
    put(DeadLetterHeaders.ORIGIN_OFFSET, "41");
    put(ReplayHeaders.OF, "payment.dlq-3@11");
    put(ReplayHeaders.COUNT, "2");

    assertThat(letter.id().text()).isEqualTo("payment.dlq-3@17");
    assertThat(letter.reason()).isEqualTo("WRONG_KEY");
    assertThat(letter.origin()).contains(new Origin("payment.commands", 3, 41, null));
    assertThat(letter.replayOf()).contains(new DeadLetterId("payment.dlq", 3, 11));
    assertThat(letter.replays()).isEqualTo(2);
    assertThat(letter.isCut()).isFalse();
  }

  @Test
  void whatCannotBeReadIsAbsent() {
    put(DeadLetterHeaders.ORIGIN_TOPIC, "payment.commands");
    put(DeadLetterHeaders.ORIGIN_PARTITION, "99999999999");
    put(DeadLetterHeaders.ORIGIN_OFFSET, "many");
    put(ReplayHeaders.OF, "../../etc");
    put(ReplayHeaders.COUNT, "-7");
    letter.record().headers().add(DeadLetterHeaders.AT, null);

    assertThat(letter.reason()).isEqualTo(DeadLetter.NO_REASON);
    assertThat(letter.origin()).isEmpty();
    assertThat(letter.replayOf()).isEmpty();
    assertThat(letter.replays()).isZero();
    assertThat(letter.instant(DeadLetterHeaders.AT)).isEmpty();
    assertThat(letter.key()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "payment.dlq", "payment.dlq-3", "payment.dlq-3@", "x-1@-1", "x-9999999999@1"})
  void aNameThatIsNoneIsRefused(String text) {
    assertThat(DeadLetterId.parse(text)).isEmpty();
  }

  @Test
  void aNameIsReadBack() {
    var id = new DeadLetterId("my-own.dlq", 12, 7);

    assertThat(DeadLetterId.parse(id.text())).contains(id);
  }

  private void put(String name, String value) {
    letter.record().headers().add(name, value.getBytes(UTF_8));
  }
}
