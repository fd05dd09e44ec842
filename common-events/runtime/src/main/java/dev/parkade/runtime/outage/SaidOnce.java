package dev.parkade.runtime.outage;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/// Lets one line a minute through of those that libraries repeat every second or five while
/// broker or database are away, many of them with a stack. Of what a line carries as its
/// exception, each class counts for itself, so that nothing new is lost. What other loggers say
/// passes as it is.
final class SaidOnce extends TurboFilter {
  private static final Set<String> REPEATING =
      Set.of(
          "org.apache.kafka.clients.NetworkClient",
          "org.apache.kafka.clients.ClientUtils",
          "com.zaxxer.hikari.pool.PoolBase",
          "com.zaxxer.hikari.pool.ProxyConnection",
          "org.hibernate.orm.jdbc.error",
          "org.springframework.boot.jdbc.health.DataSourceHealthIndicator",
          "org.springframework.scheduling.support.TaskUtils$LoggingErrorHandler",
          "org.springframework.transaction.support.TransactionTemplate");

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;
  private final Map<String, AtomicLong> silentUntil = new ConcurrentHashMap<>();

  SaidOnce(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
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
    if (format == null
        || level.levelInt < Level.WARN_INT
        || !REPEATING.contains(logger.getName())) {
      return FilterReply.NEUTRAL;
    }
    String kind =
        thrown == null ? logger.getName() : logger.getName() + " " + thrown.getClass().getName();
    long now = nanoTime.getAsLong();
    AtomicLong silent = silentUntil.computeIfAbsent(kind, _ -> new AtomicLong(now));
    long until = silent.get();
    return now - until >= 0 && silent.compareAndSet(until, now + MINUTE)
        ? FilterReply.NEUTRAL
        : FilterReply.DENY;
  }
}
