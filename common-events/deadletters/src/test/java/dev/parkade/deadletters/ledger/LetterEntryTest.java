package dev.parkade.deadletters.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parkade.deadletters.letter.DeadLetterId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterEntryTest {

  private static final DeadLetterId ID = new DeadLetterId("payment.dlq", 3, 17);

  @Test
  void whatWasDoneLastDecidesWhatItIs() {
    LetterEntry entry = LetterEntry.untouched(ID);
    assertThat(entry.state()).isEqualTo(LetterState.OPEN);

    entry = entry.then(Entries.discarded());
    assertThat(entry.state()).isEqualTo(LetterState.DISCARDED);

    entry = entry.then(Entries.restored()).then(Entries.replayed(1));
    assertThat(entry.state()).isEqualTo(LetterState.REPLAYED);
    assertThat(entry.replays()).isEqualTo(1);
    assertThat(entry.last()).contains(Entries.replayed(1));
  }

  @Test
  void theOldestActionsGoWhenThereAreTooMany() {
    LetterEntry entry = LetterEntry.untouched(ID);
    for (int replay = 1; replay <= 30; replay++) {
      entry = entry.then(Entries.replayed(replay));
    }

    assertThat(entry.actions()).hasSize(20).startsWith(Entries.replayed(11));
    assertThat(entry.replays()).isEqualTo(30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "two\nlines", "bell\u0007"})
  void aReasonThatSaysNothingIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Reason(text))
        .withMessageStartingWith("the reason ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Operator(text, "desk-7"))
        .withMessageStartingWith("the name of who does this ");
  }

  @Test
  void aReasonIsStrippedAndNotEndless() {
    assertThat(new Reason("  because \n").text()).isEqualTo("because");
    assertThat(new Reason("x".repeat(Reason.MAX_LENGTH)).text()).hasSize(500);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Reason("x".repeat(501)))
        .withMessage("the reason has 501 characters, at most 500 are kept; shorten it");
  }
}
