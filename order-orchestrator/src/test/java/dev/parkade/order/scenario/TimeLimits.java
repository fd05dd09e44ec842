package dev.parkade.order.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Lets the time limits of an order pass, exactly one after the other.
public final class TimeLimits {

  private final Api api;
  private final TestClock clock;
  private final JdbcClient jdbc;

  public TimeLimits(Api api, TestClock clock, JdbcClient jdbc) {
    this.api = api;
    this.clock = clock;
    this.jdbc = jdbc;
  }

  /// Until its saga is in this state.
  public void passUntil(OrderId order, String state) {
    while (!api.state(order).equals(state)) {
      Optional<Instant> due = due(order);
      due.filter(at -> at.isAfter(clock.instant())).ifPresent(clock::set);
      Eventually.within(Participants.SOON, () -> assertThat(due(order)).isNotEqualTo(due));
    }
  }

  /// When the awaited answer is overdue; empty if none is awaited.
  public Optional<Instant> due(OrderId order) {
    return jdbc.sql("select due_at from orders where id = ?")
        .param(order.value())
        .query((rs, _) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant))
        .single();
  }
}
