package dev.parkade.deadletters.showing;

import static dev.parkade.deadletters.letter.Letters.NOON;
import static dev.parkade.deadletters.letter.Letters.letter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.messages.wire.WireHeaders;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterJsonTest {

  private static final byte[] NO_TEXT = {(byte) 0xff, 0, 'a'};

  private final DeadLetter letter =
      letter()
          .reason("MALFORMED_PAYLOAD")
          .key(NO_TEXT)
          .payload(NO_TEXT)
          .header("same", "1")
          .header("same", "2")
          .header("odd", NO_TEXT)
          .header("none", (byte[]) null)
          .header("empty", new byte[0])
          .header("", "nameless")
          .header("hostile", "\u0000\u001b[31m\"\\\n\u2028\ud83d\ude00")
          .build();

  @Test
  void nothingIsLost() {
    String line = LetterJson.write(letter, LetterState.OPEN);

    DeadLetter read = LetterJson.read(line);
    assertThat(line).doesNotContain("\n");
    assertThat(read.id()).isEqualTo(letter.id());
    assertThat(read.at()).isEqualTo(NOON);
    assertThat(read.key()).isEqualTo(letter.key());
    assertThat(read.value()).isEqualTo(letter.value());
    assertThat(read.record().headers().toArray()).isEqualTo(letter.record().headers().toArray());
  }

  @Test
  void noneIsNotNothing() {
    DeadLetter none = letter().key(null).payload((String) null).build();
    DeadLetter empty = letter().key(new byte[0]).payload("").build();

    assertThat(LetterJson.read(LetterJson.write(none, LetterState.OPEN)).key()).isNull();
    assertThat(LetterJson.read(LetterJson.write(none, LetterState.OPEN)).value()).isNull();
    assertThat(LetterJson.read(LetterJson.write(empty, LetterState.OPEN)).key()).isEmpty();
    assertThat(LetterJson.read(LetterJson.write(empty, LetterState.OPEN)).value()).isEmpty();
  }

  @Test
  void anyBytesComeBack() {
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      DeadLetter some = letter().key(bytes).payload(bytes).header("h", bytes).build();

      DeadLetter read = LetterJson.read(LetterJson.write(some, LetterState.OPEN));

      assertThat(read.value()).isEqualTo(bytes);
      assertThat(read.record().headers().lastHeader("h").value()).isEqualTo(bytes);
    }
  }

  @Test
  void whatIsMaskedHasNoPersonalDataAndIsNoImport() {
    DeadLetter personal =
        letter()
            .payload("{\"customerId\":\"c-1\",\"name\":\"Ada Lovelace\",\"email\":\"a@b.org\"}")
            .detail("Ada Lovelace has no account, write to c@d.org")
            .header("email", "e@f.org")
            .header(WireHeaders.SUBJECT, "c-1")
            .build();

    String line =
        LetterJson.write(personal, LetterState.OPEN, Masking.personalData(List.of("ce_subject")));

    String all = line + decoded(line);
    assertThat(all).doesNotContain("Ada", "a@b.org", "c@d.org", "e@f.org").contains("c-1", "***");
    assertThat(line).contains("\"masked\":true").doesNotContain("\"text\":\"c-1\"");
    assertThatThrownBy(() -> LetterJson.read(line)).hasMessageContaining("--unmask");
  }

  @Test
  void aPayloadThatIsNoJsonIsLeftOutOfWhatIsMasked() {
    String line = LetterJson.write(letter, LetterState.OPEN, Masking.personalData(List.of()));

    assertThat(line).contains("\"value\":null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "nonsense | not JSON",
        "{} | format",
        "[] | format",
        "{\"format\":\"parkade-dead-letter-2\"} | format",
        "{\"format\":\"parkade-dead-letter-1\"} | id is missing",
        "{\"format\":\"parkade-dead-letter-1\",\"id\":\"x\"} | not a dead letter",
        "{\"format\":\"parkade-dead-letter-1\",\"id\":\"a-1@2\",\"key\":\"%\"} | key is not base64",
        "{\"format\":\"parkade-dead-letter-1\",\"id\":\"a-1@2\",\"key\":7} | key is not base64",
        "{\"format\":\"parkade-dead-letter-1\",\"id\":\"a-1@2\"} | at is missing",
        "{\"format\":\"parkade-dead-letter-1\",\"id\":\"a-1@2\",\"at\":\"noon\"} | at is no time",
        "{\"format\":\"parkade-dead-letter-1\",\"id\":\"a-1@2\",\"at\":\"2026-01-02T03:04:05Z\"} | headers",
        "{\"format\":\"parkade-dead-letter-1\",\"id\":\"a-1@2\",\"at\":\"2026-01-02T03:04:05Z\",\"headers\":[7]} | name"
      })
  void whatIsNoDeadLetterIsRefusedWithTheReason(String line, String reason) {
    assertThatThrownBy(() -> LetterJson.read(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private static String decoded(String line) {
    String value = line.replaceAll(".*\"value\":\"([^\"]*)\".*", "$1");
    return new String(Base64.getDecoder().decode(value), UTF_8);
  }
}
