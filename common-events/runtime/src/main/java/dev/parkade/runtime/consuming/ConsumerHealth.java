package dev.parkade.runtime.consuming;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Says whether the consumers of a service get on: readiness is down while a poll is being retried.
public final class ConsumerHealth implements HealthIndicator {

  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicInteger retrying = new AtomicInteger();
  private final Counter handled;
  private final Counter failed;
  private final Counter fenced;

  public ConsumerHealth(MeterRegistry meters) {
    handled =
        Counter.builder("parkade.consumer.records")
            .description("Records whose effects are committed")
            .register(meters);
    failed =
        Counter.builder("parkade.consumer.failures")
            .description("Polls that failed and are tried again")
            .register(meters);
    fenced =
        Counter.builder("parkade.consumer.fenced")
            .description("Partitions whose position another consumer had moved")
            .register(meters);
    Gauge.builder("parkade.consumer.retrying", retrying, AtomicInteger::get)
        .description("1 while a poll is being retried")
        .register(meters);
  }

  /// A poll was handled.
  public void handled(int records) {
    handled.increment(records);
    failure.set(null);
    retrying.set(0);
  }

  /// A poll failed and will be handed in again.
  public void failed(Throwable cause) {
    failed.increment();
    failure.set(cause);
    retrying.set(1);
  }

  /// Positions were lost to another consumer.
  public void fenced(int partitions) {
    fenced.increment(partitions);
  }

  @Override
  public Health health() {
    Throwable cause = failure.get();
    return cause == null
        ? Health.up().build()
        : Health.down().withDetail("retrying", String.valueOf(cause.getMessage())).build();
  }
}
