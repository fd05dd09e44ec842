package dev.parkade.runtime.backlog;

import dev.parkade.runtime.repeating.Repeated;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/// Counts the dead letters of this service again and again, beside everything else and in nobody's
/// way: it begins when the service is ready, and what fails keeps the last figures, which say how
/// old they are.
public final class BacklogWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BacklogWatch.class);

  private final String topic;
  private final Supplier<BacklogSource> sources;
  private final Clock clock;
  private final Repeated reading;
  private volatile @Nullable Backlog latest;
  private volatile @Nullable String failure;
  private @Nullable BacklogSource source;

  BacklogWatch(String topic, Supplier<BacklogSource> sources, Duration interval, Clock clock) {
    this.topic = topic;
    this.sources = sources;
    this.clock = clock;
    this.reading =
        new Repeated("dead-letters-of-" + topic, interval, this::readOnce, this::closeSource);
  }

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    reading.start();
  }

  String topic() {
    return topic;
  }

  /// The last figures; empty before there are any.
  Optional<Backlog> latest() {
    return Optional.ofNullable(latest);
  }

  /// Whether the last figures are good, and say that there is nothing to deal with.
  public boolean isKnownToBeEmpty() {
    Backlog last = latest;
    return last != null && last.open() == 0 && failure == null;
  }

  /// How old the last figures are.
  Optional<Duration> age() {
    return latest().map(backlog -> Duration.between(backlog.readAt(), clock.instant()));
  }

  /// Why there are no newer figures.
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /// How long the oldest open one has been there; zero if there is none.
  Optional<Duration> oldestAge() {
    return latest()
        .map(
            backlog -> {
              Instant oldest = backlog.oldest();
              Duration age =
                  oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
              return age.isNegative() ? Duration.ZERO : age;
            });
  }

  private void readOnce() {
    try {
      if (source == null) {
        source = sources.get();
      }
      latest = source.read();
      if (failure != null) {
        log.info("the dead letters of {} are counted again", topic);
        failure = null;
      }
    } catch (InterruptException e) {
      // that is how it is told to stop; the loop looks
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (failure == null) {
        log.warn("cannot count the dead letters of {}, and try on: {}", topic, e.toString());
      }
      failure = e.toString();
      if (!(e instanceof RetriableException)) {
        closeSource();
      }
    }
  }

  private void closeSource() {
    BacklogSource old = source;
    source = null;
    if (old != null) {
      try {
        old.close();
      } catch (RuntimeException e) {
        log.debug("a reader of {} did not close in an orderly way", topic, e);
      }
    }
  }

  @Override
  public void close() {
    reading.close();
  }
}
