package dev.parkade.inventory.holds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.messages.inventory.StockRefusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;

class HoldMetricsTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final HoldMetrics metrics =
      new HoldMetrics(
          meters,
          new HoldSettings(
              HoldSettings.Strategy.BATCHED, Duration.ofMinutes(1), Duration.ofSeconds(1), 1));

  @Test
  void everyOutcomeIsThereBeforeAnythingIsDecided() {
    for (StockRefusal refusal : StockRefusal.values()) {
      assertThat(decisions(refusal.name().toLowerCase(Locale.ROOT))).isZero();
    }
    assertThat(decisions("reserved")).isZero();
    assertThat(conflicts()).isZero();
  }

  @Test
  void onlyWhatLostAgainstAnotherTransactionIsAConflict() {
    assertThat(metrics.deciding(() -> "decided")).isEqualTo("decided");
    assertThat(conflicts()).isZero();

    var lost = new CannotAcquireLockException("canceling statement due to lock timeout");
    assertThatThrownBy(() -> metrics.deciding(() -> failing(lost))).isSameAs(lost);
    assertThat(conflicts()).isEqualTo(1);

    var away = new DataAccessResourceFailureException("the database is away");
    assertThatThrownBy(() -> metrics.deciding(() -> failing(away))).isSameAs(away);
    assertThat(conflicts()).isEqualTo(1);
    assertThat(meters.get("parkade.inventory.decision").timer().count()).isEqualTo(3);
  }

  private static String failing(RuntimeException failure) {
    throw failure;
  }

  private double decisions(String outcome) {
    return meters
        .get("parkade.inventory.decisions")
        .tag("strategy", "batched")
        .tag("outcome", outcome)
        .counter()
        .count();
  }

  private double conflicts() {
    return meters.get("parkade.inventory.conflicts").tag("strategy", "batched").counter().count();
  }
}
