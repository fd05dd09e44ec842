package dev.parkade.runtime.outage;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/// Lets one warning a minute through of those that every Kafka client of a service repeats every
/// second while no broker answers. Errors and what other loggers say pass as they are.
final class SaidOnce extends TurboFilter {
  private static final String CLIENT = "org.apache.kafka.clients.NetworkClient";
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;
  private final AtomicLong silentUntil;

  SaidOnce(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.silentUntil = new AtomicLong(nanoTime.getAsLong());
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] parameters,
      @Nullable Throwable thrown) {
    // asked whether the level is on at all, without a message, it must not use up the minute
    if (!Level.WARN.equals(level) || format == null || !CLIENT.equals(logger.getName())) {
      return FilterReply.NEUTRAL;
    }
    long now = nanoTime.getAsLong();
    long until = silentUntil.get();
    return now - until >= 0 && silentUntil.compareAndSet(until, now + MINUTE)
        ? FilterReply.NEUTRAL
        : FilterReply.DENY;
  }
}
