package dev.parkade.runtime.redrive;

import dev.parkade.deadletters.replay.StopSignal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/// The policy of a service: looks again and again for dead letters that have become ready, on a
/// thread of its own and in nobody's way. What fails is tried again later and later, up to an hour.
final class AutoReplay implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AutoReplay.class);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final int MOST_DOUBLINGS = 10;

  private final String topic;
  private final Function<StopSignal, Round> rounds;
  private final BooleanSupplier idle;
  private final Duration interval;
  private final MeterRegistry meters;
  private final StopSignal stop = new StopSignal();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private int failures;

  /// @param idle whether it is known that there is nothing to look for
  AutoReplay(
      String topic,
      Function<StopSignal, Round> rounds,
      BooleanSupplier idle,
      Duration interval,
      MeterRegistry meters) {
    this.topic = topic;
    this.rounds = rounds;
    this.idle = idle;
    this.interval = interval;
    this.meters = meters;
    this.thread = Thread.ofVirtual().name("policy-of-" + topic).unstarted(this::run);
  }

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    if (thread.getState() == Thread.State.NEW) {
      log.info("what becomes ready on {} is replayed without being asked", topic);
      thread.start();
    }
  }

  private void run() {
    try {
      while (!stopped.await(nextWait().toMillis(), TimeUnit.MILLISECONDS)) {
        if (!idle.getAsBoolean()) {
          take(look());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// How long it waits until it looks again.
  Duration nextWait() {
    Duration wait = interval.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    boolean tooLong = failures > 0 && wait.compareTo(LONGEST_WAIT) > 0;
    return tooLong && interval.compareTo(LONGEST_WAIT) < 0 ? LONGEST_WAIT : wait;
  }

  private Round look() {
    try {
      return rounds.apply(stop);
    } catch (RuntimeException e) {
      return Round.of(stop.isSet() ? RoundEnd.INTERRUPTED : RoundEnd.FAILED, e.toString());
    }
  }

  /// Counts, and says what people should know.
  void take(Round round) {
    if (round.end().isFailure()) {
      if (failures == 0 || round.end() != RoundEnd.FAILED) {
        log.warn("the policy of {} failed, and looks again later: {}", topic, round.detail());
      }
      failures++;
    } else if (round.end() != RoundEnd.LEASE_HELD) {
      failures = 0;
    }
    switch (round.end()) {
      case FINISHED, FENCED, INTERRUPTED ->
          log.info("the policy of {}: {}, {}", topic, round.end().tag(), round.detail());
      case NOTHING, LEASE_HELD, STALE, CANARY_FAILED, HELD_UP, FAILED ->
          log.debug("the policy of {}: {}, {}", topic, round.end().tag(), round.detail());
    }
    Counter.builder("parkade.deadletter.policy.runs")
        .description("Looks of the policy at the dead letters, by how they ended")
        .tag("topic", topic)
        .tag("end", round.end().tag())
        .register(meters)
        .increment();
    round
        .outcomes()
        .byState()
        .forEach(
            (state, count) ->
                Counter.builder("parkade.deadletter.policy.letters")
                    .description("Dead letters that the policy replayed, by what became of them")
                    .tag("topic", topic)
                    .tag("outcome", state)
                    .register(meters)
                    .increment(count));
  }

  /// Finishes the transaction in hand.
  @Override
  public void close() {
    stopped.countDown();
    stop.stop();
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
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
