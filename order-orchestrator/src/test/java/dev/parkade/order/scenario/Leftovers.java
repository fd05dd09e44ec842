package dev.parkade.order.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import java.sql.Timestamp;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the tests before have left: answers that are not handled yet, and time limits that passed
/// when they moved the clock. Whoever counts what the whole service does waits until all of it is
/// dealt with.
public final class Leftovers {

  private Leftovers() {}

  /// Waits until nothing is left that the service would do by itself.
  public static void awaitNone(JdbcClient jdbc, TestClock clock) {
    Intruder.awaitNothingIsLeft(jdbc);
    Eventually.within(Participants.SOON, () -> assertThat(overdue(jdbc, clock)).isZero());
  }

  private static long overdue(JdbcClient jdbc, TestClock clock) {
    return jdbc.sql("select count(*) from orders where due_at <= ?")
        .param(Timestamp.from(clock.instant()))
        .query(Long.class)
        .single();
  }
}
