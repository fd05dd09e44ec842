package dev.parkade.messages.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomerIdTest {

  private static final String SIXTY_FOUR =
      "0123456789012345678901234567890123456789012345678901234567890123";

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z9", "ada.lovelace_1:x-y", SIXTY_FOUR})
  void takesLettersDigitsAndSomeMarks(String text) {
    assertThat(CustomerId.of(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a/b", "ä", "a\u0000", "٣", SIXTY_FOUR + "4"})
  void refusesEverythingElse(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> CustomerId.of(text));
  }
}
