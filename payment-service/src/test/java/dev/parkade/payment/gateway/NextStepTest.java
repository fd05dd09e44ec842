package dev.parkade.payment.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextStepTest {

  private static final Set<String> SEEN = new HashSet<>();

  @ParameterizedTest
  @CsvSource({
    "Approved,    clean, more, Answer Approved",
    "Approved,    clean, last, Answer Approved",
    "Approved,    asked, more, Answer Approved",
    "Approved,    asked, last, Answer Approved",
    "Declined,    clean, more, Answer Declined",
    "Declined,    clean, last, Answer Declined",
    "Declined,    asked, more, Answer Declined",
    "Declined,    asked, last, Answer Declined",
    "Withdrawn,   clean, more, AskNext",
    "Withdrawn,   clean, last, Answer Withdrawn",
    "Withdrawn,   asked, more, AskNext",
    "Withdrawn,   asked, last, Answer Withdrawn",
    "Unavailable, clean, more, AskNext",
    "Unavailable, clean, last, NobodyHolds Unavailable",
    "Unavailable, asked, more, Answer Ambiguous",
    "Unavailable, asked, last, Answer Ambiguous",
    "NotAsked,    clean, more, AskNext",
    "NotAsked,    clean, last, NobodyHolds NotAsked",
    "NotAsked,    asked, more, Answer Ambiguous",
    "NotAsked,    asked, last, Answer Ambiguous",
    "Ambiguous,   clean, more, Withdraw",
    "Ambiguous,   clean, last, Answer Ambiguous",
    "Ambiguous,   asked, more, Withdraw",
    "Ambiguous,   asked, last, Answer Ambiguous",
  })
  void followsFromTheAnswer(String outcome, String before, String others, String expected) {
    SEEN.add(outcome + before + others);

    NextStep step = NextStep.after(outcome(outcome), before.equals("clean"), others.equals("last"));

    assertThat(text(step)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Approved,    Answer Approved",
    "Declined,    Answer Declined",
    "Withdrawn,   AskNext",
    "Unavailable, Answer Ambiguous",
    "NotAsked,    Answer Ambiguous",
    "Ambiguous,   Answer Ambiguous",
  })
  void followsFromTheWithdrawal(String settled, String expected) {
    NextStep step = NextStep.afterWithdrawal(new Outcome.Ambiguous("no answer"), outcome(settled));

    assertThat(text(step)).isEqualTo(expected);
  }

  @AfterAll
  static void noCaseIsMissing() {
    assertThat(SEEN).hasSize(Outcome.class.getPermittedSubclasses().length * 4);
  }

  private static Outcome outcome(String name) {
    return switch (name) {
      case "Approved" -> new Outcome.Approved("alpha", "1");
      case "Declined" -> new Outcome.Declined("no");
      case "Withdrawn" -> new Outcome.Withdrawn("withdrawn");
      case "Unavailable" -> new Outcome.Unavailable("refused");
      case "NotAsked" -> new Outcome.NotAsked("open");
      default -> new Outcome.Ambiguous("lost");
    };
  }

  private static String text(NextStep step) {
    return switch (step) {
      case NextStep.Answer(var o) -> "Answer " + o.getClass().getSimpleName();
      case NextStep.NobodyHolds(var o) -> "NobodyHolds " + o.getClass().getSimpleName();
      case NextStep.AskNext _ -> "AskNext";
      case NextStep.Withdraw _ -> "Withdraw";
    };
  }
}
