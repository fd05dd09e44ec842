package dev.parkade.messages.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MoneyTest {

  @Test
  void addsAndMultipliesWithoutRounding() {
    assertThat(new Money(1999, "EUR").times(3).plus(new Money(3, "EUR")))
        .isEqualTo(new Money(6000, "EUR"));
  }

  @Test
  void refusesToMixCurrenciesToOverflowOrToBeNegative() {
    assertThatThrownBy(() -> new Money(1, "EUR").plus(new Money(1, "USD")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Money(Long.MAX_VALUE, "EUR").times(2))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Money(-1, "EUR")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Money(1, "eur")).isInstanceOf(IllegalArgumentException.class);
  }
}
