package dev.parkade.runtime.backlog;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  private final String topic;
  private final Supplier<BacklogSource> sources;
  private final Duration interval;
  private final Clock clock;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Backlog latest;
  private volatile @Nullable String failure;
  private @Nullable BacklogSource source;

  BacklogWatch(String topic, Supplier<BacklogSource> sources, Duration interval, Clock clock) {
    this.topic = topic;
    this.sources = sources;
    this.interval = interval;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("dead-letters-of-" + topic).unstarted(this::run);
  }

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
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

  private void run() {
    try {
      do {
        readOnce();
      } while (!stop.await(interval.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closeSource();
    }
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
    stop.countDown();
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      // clients that are interrupted while they close complain loudly
      if (!thread.join(STOP_LIMIT)) {
        thread.interrupt();
        thread.join(STOP_LIMIT);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
