package dev.parkade.deadletters.ledger;

import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.testkit.time.SequentialIds;
import java.time.Instant;
import java.util.Map;

/// Entries for tests, by one operator at one moment.
public final class Entries {

  public static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
  public static final String RUN = SequentialIds.nth(77).toString();

  private Entries() {}

  public static LetterAction replayed(int replay) {
    return new LetterAction.Replayed(
        RUN, replay, "payment.parked", 3, NOON, "ada", "the customer is here");
  }

  public static LetterAction discarded() {
    return new LetterAction.Discarded(RUN, NOON, "ada", "a test order");
  }

  public static LetterAction restored() {
    return new LetterAction.Restored(RUN, NOON, "ada", "no test order after all");
  }

  public static LetterEntry entry(DeadLetterId id, LetterAction... actions) {
    LetterEntry entry = LetterEntry.untouched(id);
    for (LetterAction action : actions) {
      entry = entry.then(action);
    }
    return entry;
  }

  public static RunEntry run(String topic) {
    return new RunEntry(
        RUN,
        topic,
        RunKind.REPLAY,
        "ada",
        "the customer is here",
        "desk-7",
        NOON,
        "plan-1",
        "reason = CUSTOMER_NEVER_ARRIVED",
        Map.of("CUSTOMER_NEVER_ARRIVED", 2L),
        2,
        0,
        RunStatus.RUNNING,
        null,
        null,
        Map.of());
  }
}
