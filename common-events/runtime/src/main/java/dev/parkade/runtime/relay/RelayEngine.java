package dev.parkade.runtime.relay;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of the embedded Debezium engine, from the slot's position to its end. It never restarts
/// by itself: a new run starts from the slot again, with an empty memory.
///
/// Rows go into the [SendPipeline]; nothing is confirmed before [#confirm] says so.
final class RelayEngine implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RelayEngine.class);
  private static final AtomicLong RUNS = new AtomicLong();
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final String run;
  private final SendPipeline<Relayed> pipeline;
  private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Throwable cause;
  private volatile String outcome = "";

  /// Guards Debezium's committer, which is not safe for use by many threads.
  private final ReentrantLock committing = new ReentrantLock();

  private @Nullable RecordCommitter<RecordChangeEvent<SourceRecord>> committer;

  RelayEngine(RelayDatabase database, String slot, SendPipeline<Relayed> pipeline) {
    this.run = slot + "-" + RUNS.incrementAndGet();
    this.pipeline = pipeline;
    this.engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(properties(database, slot, run))
            .using(
                (boolean success, String message, Throwable error) -> {
                  cause = error;
                  outcome = String.valueOf(message);
                })
            .notifying(this::relay)
            .build();
    this.thread = new Thread(this::run, "relay-engine");
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      engine.run();
    } catch (RuntimeException failed) {
      cause = failed;
    } finally {
      ended.countDown();
    }
  }

  /// @throws RelayFailure if the engine has ended for whatever reason
  void throwIfEnded() {
    if (ended.getCount() == 0) {
      Throwable why = cause;
      throw new RelayFailure(
          "the engine ended: " + (why == null ? outcome : String.valueOf(why.getMessage())), why);
    }
  }

  private void relay(
      List<RecordChangeEvent<SourceRecord>> batch,
      RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    for (RecordChangeEvent<SourceRecord> event : batch) {
      OutboxRow row = OutboxRow.inserted(event.record());
      if (row != null) {
        pipeline.send(new Relayed(row.seq(), row.isHeartbeat(), event), row.toRecord());
      }
    }
    committing.lock();
    try {
      this.committer = committer;
      committer.markBatchFinished();
    } finally {
      committing.unlock();
    }
  }

  /// Confirms everything up to an acknowledged row. The engine tells the slot when it next polls,
  /// within some 100 ms.
  void confirm(RecordChangeEvent<SourceRecord> event) throws InterruptedException {
    committing.lock();
    try {
      if (committer != null) {
        committer.markProcessed(event);
      }
    } finally {
      committing.unlock();
    }
  }

  /// Ends the run and waits until it has let go of the slot.
  @Override
  public void close() {
    long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
    boolean interrupted = false;
    try {
      while (thread.isAlive() && System.nanoTime() < deadline) {
        RowQueue<?> rows = RowQueue.of(run);
        if (rows != null) {
          rows.abandon();
        }
        try {
          engine.close();
        } catch (IllegalStateException notNow) {
          // it is starting, which must not be disturbed, or has ended by itself
          log.debug("engine does not close now: {}", notNow.getMessage());
        } catch (IOException broken) {
          log.debug("engine closed with a complaint", broken);
        }
        try {
          if (ended.await(100, TimeUnit.MILLISECONDS)) {
            break;
          }
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
      if (thread.isAlive() && ended.getCount() > 0) {
        log.warn("the engine did not end within {}; interrupting it", CLOSE_LIMIT);
        thread.interrupt();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Properties properties(RelayDatabase database, String slot, String run) {
    Properties p = new Properties();
    p.setProperty("name", slot);
    p.setProperty("connector.class", RelayConnector.class.getName());
    p.setProperty("topic.prefix", slot);
    p.setProperty("plugin.name", "pgoutput");
    p.setProperty("slot.name", slot);
    p.setProperty("publication.name", "parkade_outbox");
    p.setProperty("publication.autocreate.mode", "disabled");
    p.setProperty("table.include.list", "public.outbox");
    p.setProperty("skipped.operations", "u,d,t");
    p.setProperty("message.prefix.exclude.list", ".*");
    p.setProperty("tombstones.on.delete", "false");
    p.setProperty("snapshot.mode", "no_data");
    p.setProperty("driver.socketFactory", WakingSocketFactory.class.getName());
    database.parameters().forEach((key, value) -> p.setProperty("driver." + key, value));
    p.setProperty("database.hostname", database.host());
    p.setProperty("database.port", Integer.toString(database.port()));
    p.setProperty("database.dbname", database.name());
    if (database.username() != null) {
      p.setProperty("database.user", database.username());
    }
    if (database.password() != null) {
      p.setProperty("database.password", database.password());
    }

    // the slot is the only position: offsets live and die with this run, and a run that fails is
    // over, because a task that Debezium restarts itself would start from these offsets
    p.setProperty("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
    p.setProperty("offset.flush.interval.ms", "100");
    p.setProperty("errors.max.retries", "0");
    p.setProperty("slot.max.retries", "0");
    p.setProperty("retriable.restart.connector.wait.ms", "500");

    // see RelayTask; the interval is how long the decoding thread sleeps when nothing has come,
    // not even within the moment that WakingSocketFactory waits
    p.setProperty("queue.provider.type", RowQueue.NAME);
    p.setProperty(RowQueue.RUN, run);
    p.setProperty("max.batch.size", "1");
    p.setProperty("max.queue.size", "4096");
    p.setProperty("poll.interval.ms", "1");
    p.setProperty("record.processing.threads", "1");
    p.setProperty("record.processing.shutdown.timeout.ms", "500");

    // a reader that is gone without a word frees the slot after ten seconds
    p.setProperty("status.update.interval.ms", "3000");
    p.setProperty("driver.options", "-c wal_sender_timeout=10s");
    return p;
  }
}
