package dev.parkade.runtime.relay;

import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Whether this replica's relay does what it should: relay, or stand by. Down means that rows wait
/// in the database; none is lost.
final class RelayHealth implements HealthIndicator {

  private final RelayStatus status;
  private final RelayCanary canary;
  private final RelayHold hold;
  private final Duration unhealthyLag;

  RelayHealth(RelayStatus status, RelayCanary canary, RelayHold hold, Duration unhealthyLag) {
    this.status = status;
    this.canary = canary;
    this.hold = hold;
    this.unhealthyLag = unhealthyLag;
  }

  @Override
  public Health health() {
    RelayStatus.Now now = status.now();
    double lag = canary.lagSeconds();
    Health.Builder health =
        switch (now.phase()) {
          case STANDBY -> Health.up();
          case RELAYING ->
              hold.isHeld() || lag < unhealthyLag.toMillis() / 1e3 ? Health.up() : Health.down();
          case STOPPED, WAITING, STARTING -> hold.isHeld() ? Health.up() : Health.down();
        };
    health.withDetail("phase", now.phase().name());
    health.withDetail("detail", hold.isHeld() ? "held by demo switch" : now.detail());
    health.withDetail("since", now.since().toString());
    if (!Double.isNaN(lag)) {
      health.withDetail("lagSeconds", lag);
    }
    return health.build();
  }
}
