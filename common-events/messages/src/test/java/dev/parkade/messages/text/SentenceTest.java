package dev.parkade.messages.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentenceTest {

  @Test
  void leavesASentenceAsItIs() {
    assertThat(Sentence.of("no cover, says the bank: \ud83d\ude80"))
        .isEqualTo("no cover, says the bank: 🚀");
    assertThat(Sentence.of("")).isEmpty();
  }

  @Test
  void cutsWhatIsTooLong() {
    assertThat(Sentence.of("x".repeat(200_000))).hasSize(Sentence.MAX_LENGTH).endsWith("x…");
    assertThat(Sentence.of("x".repeat(Sentence.MAX_LENGTH))).endsWith("xx");
  }

  @Test
  void replacesWhatNoDatabaseStores() {
    assertThat(Sentence.of("a\u0000b")).isEqualTo("a\ufffdb");
    assertThat(Sentence.of("half \ud83d of a pair")).isEqualTo("half \ufffd of a pair");
    assertThat(Sentence.of("x".repeat(498) + "🚀x")).isEqualTo("x".repeat(498) + "\ufffd…");
  }
}
