package dev.parkade.runtime.relay;

import dev.parkade.runtime.relay.RelayStatus.Phase;
import dev.parkade.runtime.tracing.Spans;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// The relay's life: waits for leadership, relays until something fails, waits a little, starts
/// over from the slot. It never gives up and never fails the application.
///
/// Every committed outbox row reaches Kafka at least once, rows of one key in the order of their
/// commits (first occurrences; repeats may follow). Rows of rolled-back transactions never do. A
/// row that Kafka refuses for good stops the relay at that row, visibly, until somebody removes the
/// cause.
final class OutboxRelay implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
  private static final Duration STARTING_TICK = Duration.ofMillis(50);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(3);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

  private final RelaySettings settings;
  private final RelayDatabase database;
  private final RelaySlot slot;
  private final Supplier<Producer<String, byte[]>> producers;
  private final RelayHold hold;
  private final RelayCanary canary;
  private final RelayStatus status;
  private final RelayMetrics metrics;
  private final Spans spans;

  private @Nullable Thread thread;
  private volatile CountDownLatch stop = new CountDownLatch(1);
  private int failures;

  OutboxRelay(
      RelaySettings settings,
      RelayDatabase database,
      Supplier<Producer<String, byte[]>> producers,
      RelayHold hold,
      RelayCanary canary,
      RelayStatus status,
      RelayMetrics metrics,
      Spans spans) {
    this.settings = settings;
    this.database = database;
    this.slot = new RelaySlot(settings.slotFor(database.name()));
    this.producers = producers;
    this.hold = hold;
    this.canary = canary;
    this.status = status;
    this.metrics = metrics;
    this.spans = spans;
  }

  @Override
  public synchronized void start() {
    if (thread == null) {
      stop = new CountDownLatch(1);
      thread = new Thread(this::run, "relay");
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public synchronized void stop() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    stop.countDown();
    try {
      if (!running.join(STOP_LIMIT)) {
        running.interrupt();
        running.join(STOP_LIMIT);
      }
    } catch (InterruptedException impatient) {
      running.interrupt();
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }

  /// Started first and stopped last: what others commit on their way down is still relayed.
  @Override
  public int getPhase() {
    return 0;
  }

  private void run() {
    while (!stopping()) {
      try {
        lead();
      } catch (InterruptedException ended) {
        break;
      } catch (SQLException | RuntimeException failed) {
        if (stopping() || !backOff(failed)) {
          break;
        }
      }
    }
    status.set(Phase.STOPPED, "stopped");
    log.info("relay of {} stopped", database);
  }

  private boolean stopping() {
    return stop.getCount() == 0;
  }

  /// @return whether to go on
  private boolean backOff(Exception failure) {
    metrics.restarted();
    int shift = Math.min(failures++, 16);
    long millis =
        Math.min(settings.initialBackOff().toMillis() << shift, settings.maxBackOff().toMillis());
    String reason = RelayFailure.reason(failure);
    if (status.set(Phase.WAITING, reason)) {
      log.warn("relay of {} starts over in {} ms: {}", database, millis, reason);
      log.debug("relay failure", failure);
    }
    try {
      return !stop.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException ended) {
      return false;
    }
  }

  private void lead() throws SQLException, InterruptedException {
    try (Connection connection = database.connect()) {
      while (!RelayLeadership.tryLead(connection)) {
        if (status.set(Phase.STANDBY, "another replica relays")) {
          log.info("relay of {} stands by: another replica relays", database);
        }
        failures = 0;
        canary.forget();
        if (stop.await(settings.standbyRetry().toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      relay(connection);
    }
  }

  private void relay(Connection connection) throws SQLException, InterruptedException {
    starting("looking after slot " + slot.name());
    RelayHousekeeping housekeeping = new RelayHousekeeping(settings, canary);
    try (SendPipeline<Relayed> pipeline =
        new SendPipeline<>(
            producers.get(), settings.maxInFlight(), hold, spans, this::acknowledged)) {
      metrics.pipeline(pipeline);
      new RelayRepair(slot, settings.republishMargin(), metrics).run(connection, pipeline);
      if (!awaitFreeSlot(connection)) {
        return;
      }
      starting("waiting for the first canary");
      try (RelayEngine engine = new RelayEngine(database, slot.name(), pipeline)) {
        RelayConfirmer confirmer = new RelayConfirmer(engine, pipeline, canary);
        RelayCanary.Beat before = canary.newestReturned();
        canary.beat(connection);
        engine.start();
        while (!stop.await(tick().toMillis(), TimeUnit.MILLISECONDS)) {
          engine.throwIfEnded();
          pipeline.throwIfFailed();
          confirmer.confirm(connection);
          canary.beat(connection);
          metrics.slot(slot.state(connection));
          observe(pipeline, confirmer, before);
          if (status.is(Phase.RELAYING)) {
            housekeeping.run(connection);
          }
        }
        pipeline.refuse();
        if (!hold.isHeld() && pipeline.awaitEmpty(DRAIN_LIMIT)) {
          confirmer.confirmLast(connection, slot);
        }
      }
    } finally {
      metrics.pipeline(null);
      metrics.slot(null);
    }
  }

  private void starting(String detail) {
    if (status.set(Phase.STARTING, detail)) {
      log.info("relay of {} leads: {}", database, detail);
    }
  }

  private Duration tick() {
    return status.is(Phase.STARTING) ? STARTING_TICK : settings.confirmInterval();
  }

  private boolean awaitFreeSlot(Connection connection) throws SQLException, InterruptedException {
    RelaySlot.State state = slot.state(connection);
    while (state != null && state.activePid() != null) {
      starting("waiting for slot " + slot.name() + ", in use by process " + state.activePid());
      if (stop.await(settings.initialBackOff().toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
      state = slot.state(connection);
    }
    return true;
  }

  private void acknowledged(Relayed row) {
    metrics.relayed();
    if (row.heartbeat()) {
      canary.acknowledged(row.seq());
    }
  }

  private void observe(
      SendPipeline<Relayed> pipeline, RelayConfirmer confirmer, RelayCanary.@Nullable Beat before) {
    if (status.is(Phase.STARTING) && !Objects.equals(canary.newestReturned(), before)) {
      status.set(Phase.RELAYING, "relaying");
      log.info("relay of {} relays through slot {}", database, slot.name());
      failures = 0;
    }
    Duration silence = confirmer.silence();
    if (!hold.isHeld()
        && pipeline.inFlight() == 0
        && silence.compareTo(settings.stallTimeout()) > 0) {
      throw new RelayFailure("nothing has come back for " + silence.toSeconds() + " s", null);
    }
  }
}
