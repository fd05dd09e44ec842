package dev.parkade.runtime.consuming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.testkit.time.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadLetterBudgetTest {

  private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final DeadLetterBudget budget = new DeadLetterBudget(10, Duration.ofMinutes(1), clock);

  @Test
  void aFewPoisonRecordsAmongGoodOnesCostNothing() {
    for (int poll = 0; poll < 1_000; poll++) {
      assertThat(budget.allows(5, 10)).isTrue();
    }
  }

  @Test
  void pollsThatAreMostlyPoisonSpendTheBudgetUntilItIsGone() {
    assertThat(budget.allows(6, 8)).isTrue();

    assertThat(budget.allows(6, 8)).isFalse();
  }

  @Test
  void theBudgetComesBackWithTimeEvenForPollsLargerThanItself() {
    assertThat(budget.allows(500, 500)).isTrue();
    assertThat(budget.allows(500, 500)).isFalse();

    clock.advance(Duration.ofMinutes(1));

    assertThat(budget.allows(500, 500)).isTrue();
  }
}
