package dev.parkade.cli.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.cli.invariants.Facts.TopicRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplaysActOnceTest {
  private final World world = new World();

  @Test
  void seesADeadLetterWhoseReplaysTookEffectTwice() {
    said("payment.dlq-0@1", 1, "HANDLED");
    said("payment.dlq-0@1", 2, "HANDLED");

    assertThat(finding().holds()).isFalse();
    assertThat(finding().detail()).contains("2 replays of payment.dlq-0@1");
  }

  @Test
  void allowsReplaysThatChangedNothingAndCopiesOfWhatWasSaid() {
    said("payment.dlq-0@1", 1, "HANDLED");
    said("payment.dlq-0@1", 1, "HANDLED");
    said("payment.dlq-0@1", 2, "DUPLICATE");
    said("payment.dlq-0@1", 3, "REFUSED");

    var finding = finding();
    assertThat(finding.holds()).isTrue();
    assertThat(finding.detail())
        .isEqualTo("1 dead letters, 3 replays {HANDLED=1, DUPLICATE=1, REFUSED=1}");
  }

  @Test
  void seesWhatIsSaidAboutAReplayThatNobodyCanRead() {
    world.put(new TopicRecord("dlq.outcomes", 0, 7, "payment.dlq-0@1", Map.of(), "{", World.NOW));

    assertThat(finding().holds()).isFalse();
    assertThat(finding().detail()).contains("dlq.outcomes-0@7");
  }

  private void said(String letter, int replay, String outcome) {
    var value =
        "{\"deadLetter\":\"%s\",\"replay\":%d,\"outcome\":\"%s\",\"detail\":\"CHARGED\"}"
            .formatted(letter, replay, outcome);
    world.put(new TopicRecord("dlq.outcomes", 0, 0, letter, Map.of(), value, World.NOW));
  }

  private Finding finding() {
    return ReplaysActOnce.check(world.facts());
  }
}
