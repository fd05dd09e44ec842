package dev.parkade.runtime.backlog;

import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Tells of the dead letters, and how old what it tells is. Never down: the service does its work
/// whether somebody looks after them or not. Unknown while the figures are older than they should
/// be.
final class BacklogHealth implements HealthIndicator {

  private static final int MISSED_READINGS = 3;

  private final BacklogWatch watch;
  private final Duration interval;

  BacklogHealth(BacklogWatch watch, Duration interval) {
    this.watch = watch;
    this.interval = interval;
  }

  @Override
  public Health health() {
    Duration limit = interval.multipliedBy(MISSED_READINGS);
    boolean fresh = watch.age().filter(age -> age.compareTo(limit) <= 0).isPresent();
    Health.Builder health = fresh ? Health.up() : Health.unknown();
    health.withDetail("topic", watch.topic());
    watch
        .latest()
        .ifPresent(
            backlog -> {
              health.withDetail("open", backlog.open());
              Instant oldest = backlog.oldest();
              if (oldest != null) {
                health.withDetail("oldest", oldest.toString());
              }
              health.withDetail("readAt", backlog.readAt().toString());
            });
    watch.failure().ifPresent(failure -> health.withDetail("failure", failure));
    return health.build();
  }
}
