package dev.parkade.deadletters.selection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadMatchTest {

  private static final byte[] ORDER =
      """
      {"customerId": "ada", "paid": false, "note": null, "lines": [{"sku": "TEA", "n": 2}]}
      """
          .getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$.customerId",
        "$['customerId']",
        "$.customerId == 'ada'",
        "$.customerId =~ /A.*/i",
        "$.lines[0].n >= 2",
        "$.lines[?(@.sku == 'TEA')]",
        "$..n",
        "$[?(@.customerId == 'ada' && @.paid == false)]"
      })
  void itMatchesWhereThePathFindsSomething(String path) {
    assertThat(PayloadMatch.of(path).matches(ORDER)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$.absent",
        "$.note",
        "$.paid",
        "$.customerId == 'bob'",
        "$.customerId > 7",
        "$.lines[7].n",
        "$.lines[?(@.sku == 'COFFEE')]",
        "$.customerId.length.of.nothing"
      })
  void itDoesNotMatchWhereItFindsNothing(String path) {
    assertThat(PayloadMatch.of(path).matches(ORDER)).isFalse();
  }

  @Test
  void whatIsNoJsonDoesNotMatch() {
    PayloadMatch anything = PayloadMatch.of("$..*");

    assertThat(anything.matches(null)).isFalse();
    assertThat(anything.matches(new byte[0])).isFalse();
    assertThat(anything.matches(new byte[] {(byte) 0xff, 0})).isFalse();
    assertThat(anything.matches("{\"a\":1".getBytes(UTF_8))).isFalse();
    assertThat(anything.matches("{'a':1}".getBytes(UTF_8))).isFalse();
    assertThat(anything.matches("[".repeat(100_000).getBytes(UTF_8))).isFalse();
    assertThat(anything.matches(new byte[PayloadMatch.MAX_BYTES + 1])).isFalse();
    assertThat(anything.matches("[[1]]".getBytes(UTF_8))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "$[", "$.a == ", "$.[?(", "$.a ="})
  void whatIsNoPathIsRefused(String text) {
    assertThatThrownBy(() -> PayloadMatch.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("JSON path");
  }
}
