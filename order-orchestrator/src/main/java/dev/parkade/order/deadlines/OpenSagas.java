package dev.parkade.order.deadlines;

import dev.parkade.order.saga.SagaState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Measures the sagas that have not ended: how many by state, and how old the oldest is.
@Component
class OpenSagas {

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Map<SagaState, AtomicLong> counts = new EnumMap<>(SagaState.class);
  private final AtomicLong oldestSeconds = new AtomicLong();

  OpenSagas(JdbcClient jdbc, Clock clock, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.clock = clock;
    for (SagaState state : SagaState.values()) {
      if (state != SagaState.CONFIRMED && state != SagaState.CANCELLED) {
        var count = new AtomicLong();
        counts.put(state, count);
        Gauge.builder("parkade.saga.active", count, AtomicLong::get)
            .description("Sagas that have not ended, by state")
            .tag("state", state.name())
            .register(meters);
      }
    }
    Gauge.builder("parkade.saga.oldest.age", oldestSeconds, AtomicLong::get)
        .description("The age of the oldest saga that is on its way")
        .baseUnit("seconds")
        .register(meters);
  }

  @Scheduled(fixedDelayString = "${parkade.saga.measure-interval:5s}")
  void measure() {
    Map<SagaState, Long> found = new EnumMap<>(SagaState.class);
    Instant[] oldest = {clock.instant()};
    jdbc.sql(
            """
            select state, count(*), min(created_at) from orders
            where state not in ('CONFIRMED', 'CANCELLED') group by state
            """)
        .query(
            rs -> {
              SagaState state = SagaState.valueOf(rs.getString(1));
              found.put(state, rs.getLong(2));
              Instant first = rs.getTimestamp(3).toInstant();
              if (state != SagaState.NEEDS_ATTENTION && first.isBefore(oldest[0])) {
                oldest[0] = first;
              }
            });
    counts.forEach((state, count) -> count.set(found.getOrDefault(state, 0L)));
    oldestSeconds.set(Duration.between(oldest[0], clock.instant()).toSeconds());
  }
}
