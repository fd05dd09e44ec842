package dev.parkade.runtime.lag;

import dev.parkade.runtime.repeating.Repeated;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/// Measures lag again and again, in a thread of its own and in nobody's way. If it cannot (the
/// database or the broker is away), the last figures stay: a lag in seconds goes on growing, and
/// the figures say how old they are.
final class LagWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LagWatch.class);

  /// What was read, and when.
  record Reading(Map<String, Lag> lags, Instant at) {}

  private final Supplier<LagSource> sources;
  private final Clock clock;
  private final Instant madeAt;
  private final Repeated reading;
  private volatile @Nullable Reading latest;
  private volatile Consumer<Reading> listener = reading -> {};
  private @Nullable LagSource source;
  private boolean failed;

  LagWatch(Supplier<LagSource> sources, Duration interval, Clock clock) {
    this.sources = sources;
    this.clock = clock;
    this.madeAt = clock.instant();
    this.reading = new Repeated("lag", interval, this::readOnce, this::closeSource);
  }

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    reading.start();
  }

  /// Whom to tell of each reading, in the thread that reads.
  void onReading(Consumer<Reading> told) {
    listener = told;
  }

  /// The lag of a topic as of the last reading; none before the first.
  @Nullable Lag of(String topic) {
    Reading last = latest;
    return last == null ? null : last.lags().get(topic);
  }

  /// How old the last reading is; before the first, how long it has been waited for.
  Duration age() {
    Reading last = latest;
    Duration age = Duration.between(last == null ? madeAt : last.at(), clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  Instant now() {
    return clock.instant();
  }

  private void readOnce() {
    try {
      if (source == null) {
        source = sources.get();
      }
      Instant at = clock.instant();
      var reading = new Reading(source.read(), at);
      latest = reading;
      listener.accept(reading);
      if (failed) {
        log.info("the lag of the consumers is measured again");
        failed = false;
      }
    } catch (InterruptException e) {
      // that is how it is told to stop; the loop looks
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!failed) {
        log.warn("cannot measure the lag of the consumers, and try on: {}", e.toString());
      }
      failed = true;
      if (!(e instanceof RetriableException)) {
        closeSource();
      }
    }
  }

  private void closeSource() {
    LagSource old = source;
    source = null;
    if (old != null) {
      try {
        old.close();
      } catch (RuntimeException e) {
        log.debug("a reader of lags did not close in an orderly way", e);
      }
    }
  }

  @Override
  public void close() {
    reading.close();
  }
}
