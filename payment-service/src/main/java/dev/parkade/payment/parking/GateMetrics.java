package dev.parkade.payment.parking;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the gate shows to Prometheus.
final class GateMetrics {

  /// From a race of milliseconds to the default maximum age.
  private static final Duration[] WAITED = {
    Duration.ofMillis(10),
    Duration.ofMillis(100),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10),
    Duration.ofMinutes(1),
    Duration.ofMinutes(10),
    Duration.ofHours(1),
    Duration.ofHours(6),
    Duration.ofHours(24)
  };

  private final MeterRegistry meters;
  private final AtomicLong parked = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong oldestMillis = new AtomicLong();
  private final AtomicLong customers = new AtomicLong();
  private final AtomicLong stalled = new AtomicLong();
  private final Map<SettleCause, Counter> settled = new EnumMap<>(SettleCause.class);
  private final Counter parkedTotal;
  private final Counter repeats;
  private final Counter orderViolations;
  private final Counter mismatches;
  private final Counter tombstonesLost;
  private final Timer wake;
  private final Timer waited;
  private final Timer bootstrap;

  GateMetrics(MeterRegistry meters) {
    this.meters = meters;
    gauge(meters, "parkade.gate.parked", "Commands that wait", parked, 1);
    gauge(meters, "parkade.gate.parked.bytes", "Estimated heap of what waits", bytes, 1);
    gauge(
        meters,
        "parkade.gate.oldest.age.seconds",
        "How long the oldest command has waited",
        oldestMillis,
        1000);
    gauge(meters, "parkade.gate.customers", "Customers known here", customers, 1);
    gauge(
        meters,
        "parkade.gate.feed.stalled",
        "1 while parked work grows and no customer event comes: no age counts",
        stalled,
        1);
    for (SettleCause cause : SettleCause.values()) {
      settled.put(
          cause,
          Counter.builder("parkade.gate.settled")
              .description("Parked commands that left, by cause")
              .tag("cause", cause.name())
              .register(meters));
    }
    parkedTotal = counter(meters, "parkade.gate.parkings", "Commands parked for the first time");
    repeats = counter(meters, "parkade.gate.repeats", "Commands that came again while parked");
    orderViolations =
        counter(meters, "parkade.gate.order.violations", "Charges that overtook: must be 0");
    mismatches =
        counter(
            meters,
            "parkade.gate.partitioner.mismatches",
            "Records on a partition where the Java partitioner would not have put their key");
    tombstonesLost =
        counter(meters, "parkade.gate.tombstones.failed", "Tombstones that were not written");
    wake =
        Timer.builder("parkade.gate.wake")
            .description("From the customer's event to the commit of a released charge")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(meters);
    waited =
        Timer.builder("parkade.gate.waited")
            .description("How long commands were parked until they left")
            .serviceLevelObjectives(WAITED)
            .register(meters);
    bootstrap =
        Timer.builder("parkade.gate.bootstrap")
            .description("Rebuilding the memory of newly owned partitions")
            .register(meters);
  }

  private static Counter counter(MeterRegistry meters, String name, String description) {
    return Counter.builder(name).description(description).register(meters);
  }

  private static void gauge(
      MeterRegistry meters, String name, String description, AtomicLong value, double divisor) {
    Gauge.builder(name, value, v -> v.get() / divisor).description(description).register(meters);
  }

  void waiting(long count, long heap, @Nullable Instant oldest, long known, Instant now) {
    parked.set(count);
    bytes.set(heap);
    oldestMillis.set(oldest == null ? 0 : Math.max(0, Duration.between(oldest, now).toMillis()));
    customers.set(known);
  }

  /// Shows after how long a command is given up whose customer does not come.
  void maxAge(Duration limit) {
    Gauge.builder("parkade.gate.max.age", limit, Duration::toSeconds)
        .description("How long commands may wait for their customer")
        .baseUnit("seconds")
        .strongReference(true)
        .register(meters);
  }

  /// Shows how many customers a dead letter holds back.
  void blockedCustomers(Supplier<Number> count) {
    Gauge.builder("parkade.gate.blocked.customers", count)
        .description("Customers whose payments wait behind a dead letter")
        .register(meters);
  }

  void feedStalled(boolean isStalled) {
    stalled.set(isStalled ? 1 : 0);
  }

  void parked(int count) {
    parkedTotal.increment(count);
  }

  void repeated(int count) {
    repeats.increment(count);
  }

  /// @param releasedAt when its customer became known, if that is what released it
  void settled(Parked entry, SettleCause cause, @Nullable Instant releasedAt, Instant now) {
    Counter counter = settled.get(cause);
    if (counter != null) {
      counter.increment();
    }
    waited.record(nanos(entry.firstAt(), now), TimeUnit.NANOSECONDS);
    if (releasedAt != null) {
      wake.record(nanos(releasedAt, now), TimeUnit.NANOSECONDS);
    }
  }

  void orderViolated() {
    orderViolations.increment();
  }

  void mismatches(int count) {
    mismatches.increment(count);
  }

  void tombstoneLost() {
    tombstonesLost.increment();
  }

  void bootstrapped(Duration time) {
    bootstrap.record(time);
  }

  private static long nanos(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toNanos());
  }
}
