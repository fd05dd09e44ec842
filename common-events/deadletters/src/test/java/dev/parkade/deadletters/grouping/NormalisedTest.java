package dev.parkade.deadletters.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalisedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "order 0198c5c0-0000-7000-8000-000000000001 failed | order <id> failed",
        "order:0198C5C0-0000-7000-8000-000000000001. | order:<id>.",
        "waited since 2026-01-02T03:04:05.678901Z for it | waited since <time> for it",
        "on 2026-01-02, at 2026-01-02T03:04:05+01:00 | on <time>, at <time>",
        "the payload has 300000 bytes, the limit is 262144 | the payload has <n> bytes, the limit is <n>",
        "took 1.75 of -3 or 1,999.50 | took <n> of -<n> or <n>",
        "after 30s and 500ms | after <n>s and <n>ms",
        "payment.commands-3@41 | payment.commands-<n>@<n>",
        "ce_type parkade.payment.charge.v1 is not known | ce_type parkade.payment.charge.v1 is not known",
        "UTF8 and v2 stay, sku-12 does not | UTF8 and v2 stay, sku-<n> does not",
        "no member 'colour' in \"the map\" | no member <text> in <text>",
        "can't find 'it's mine' | can't find <text>",
        "an open 'quote | an open 'quote",
        "java.lang.Object@1b6d3586 | java.lang.Object@<hex>",
        "java.lang.Object@7f | java.lang.Object@<n>f",
        "commit 59f6dc8a and deadbeef1 | commit <hex> and <hex>",
        "key 01HZX5Q8J9K2M3N4P5R6S7T8V9 | key <id>",
        "mail to ada.lovelace+x@example.co.uk now | mail to <email> now",
        "partitions [1, 2, 3] of [4] | partitions [<n>] of [<n>]",
        "  two   spaces | two spaces",
        "Füße für 3 Ärzte | Füße für <n> Ärzte"
      })
  void whatDiffersFromRecordToRecordIsFolded(String message, String folded) {
    assertThat(Normalised.of(message)).isEqualTo(folded);
  }

  @Test
  void whatIsKnownToBeAnIdIsFoldedWhateverItLooksLike() {
    String message = "order o-7 waited for customer ada, not for adam";

    assertThat(Normalised.of(message, List.of("ada", "o-7", "")))
        .isEqualTo("order <id> waited for customer <id>, not for adam");
  }

  @Test
  void lineBreaksAndOtherControlsAreSpaces() {
    assertThat(Normalised.of("one\n\tat two\u001b[31m")).isEqualTo("one at two [<n>m");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "'", "@", "a@", "-", "2026-01-02T", "''", "\ud83d", "1.", "x@y."})
  void scrapsAreNoTrouble(String text) {
    assertThat(Normalised.of(text).length()).isLessThanOrEqualTo(Math.max(6, text.length()));
  }

  @Test
  void onlyTheStartOfALongOneCounts() {
    String message = "x ".repeat(100_000);

    assertThat(Normalised.of(message).length()).isLessThanOrEqualTo(Normalised.MAX_LENGTH);
  }
}
