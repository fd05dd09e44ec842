package dev.parkade.runtime.relay;

import dev.parkade.runtime.relay.RelayStatus.Phase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What the relay tells the monitoring: `parkade.relay.*`.
final class RelayMetrics {

  private static final List<String> WAL_STATUSES =
      List.of("reserved", "extended", "unreserved", "lost");

  private final Counter records;
  private final Counter restarts;
  private final Counter recreated;
  private final AtomicReference<RelaySlot.@Nullable State> slot = new AtomicReference<>();
  private final AtomicReference<@Nullable SendPipeline<Relayed>> pipeline = new AtomicReference<>();

  RelayMetrics(MeterRegistry meters, RelayStatus status, RelayCanary canary) {
    records =
        Counter.builder("parkade.relay.records")
            .description("Outbox rows that the broker has acknowledged, repeats included")
            .register(meters);
    restarts =
        Counter.builder("parkade.relay.restarts")
            .description("Times the relay had to start over")
            .register(meters);
    recreated =
        Counter.builder("parkade.relay.slot.recreated")
            .description("Times a slot was found lost or replaced and rows were published again")
            .register(meters);
    Gauge.builder("parkade.relay.leader", status, RelayMetrics::leads)
        .description("1 if this replica relays")
        .register(meters);
    Gauge.builder("parkade.relay.lag.seconds", canary, RelayCanary::lagSeconds)
        .description("How far Kafka is behind the database; NaN on a standby")
        .register(meters);
    Gauge.builder(
            "parkade.relay.last.heartbeat.timestamp.seconds",
            canary,
            RelayCanary::lastReturnEpochSeconds)
        .description("When a canary last came back")
        .register(meters);
    Gauge.builder("parkade.relay.in.flight", this, RelayMetrics::inFlight)
        .description("Records sent and not yet acknowledged")
        .register(meters);
    Gauge.builder("parkade.relay.slot.retained.bytes", this, RelayMetrics::retainedBytes)
        .description("Write-ahead log that the slot keeps the server from recycling")
        .baseUnit("bytes")
        .register(meters);
    Gauge.builder("parkade.relay.slot.safe.bytes", this, RelayMetrics::safeBytes)
        .description("Write-ahead log that can still come before the server may give the slot up")
        .baseUnit("bytes")
        .register(meters);
    for (String walStatus : WAL_STATUSES) {
      Gauge.builder("parkade.relay.slot.state", this, it -> it.hasWalStatus(walStatus))
          .description("1 for the slot's current wal_status")
          .tag("wal_status", walStatus)
          .register(meters);
    }
  }

  void relayed() {
    records.increment();
  }

  void restarted() {
    restarts.increment();
  }

  void slotRecreated() {
    recreated.increment();
  }

  void slot(RelaySlot.@Nullable State state) {
    slot.set(state);
  }

  void pipeline(@Nullable SendPipeline<Relayed> current) {
    pipeline.set(current);
  }

  private static double leads(RelayStatus status) {
    return status.is(Phase.STARTING) || status.is(Phase.RELAYING) ? 1 : 0;
  }

  private double inFlight() {
    SendPipeline<Relayed> current = pipeline.get();
    return current == null ? 0 : current.inFlight();
  }

  private double retainedBytes() {
    RelaySlot.State state = slot.get();
    return state == null ? Double.NaN : state.retainedBytes();
  }

  private double safeBytes() {
    RelaySlot.State state = slot.get();
    return state == null ? Double.NaN : state.safeBytes();
  }

  private double hasWalStatus(String walStatus) {
    RelaySlot.State state = slot.get();
    return state != null && state.walStatus().equals(walStatus) ? 1 : 0;
  }
}
