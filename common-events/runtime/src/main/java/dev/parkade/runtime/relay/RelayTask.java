package dev.parkade.runtime.relay;

import io.debezium.config.Configuration;
import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// Debezium's task, but it hands over what is there the moment something is there: one row when
/// rows are rare, hundreds when there is a backlog.
///
/// Debezium fills a batch or waits for `poll.interval.ms`, whichever comes first, so large batches
/// are slow to wake and batches of one are slow to drain. Here Debezium sees batches of one
/// (`max.batch.size=1`, which never waits once a row is queued) and this task joins them.
///
/// Debezium tells the slot how far it may go in the thread that hands rows over, and for that needs
/// the connection, which the reader of the log keeps while it waits: up to 100 ms in which rows
/// would wait. So here a thread of its own waits for the connection.
public final class RelayTask extends PostgresConnectorTask {

  private static final int LARGEST_BATCH = 512;

  /// How long it takes at most to notice that the decoding thread has failed.
  private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

  private final Confirmations confirmations = new Confirmations(super::performCommit);
  private String run = "";
  private @Nullable RowQueue<?> queue;

  @Override
  public CdcSourceTaskContext<PostgresConnectorConfig> preStart(Configuration config) {
    run = config.getString(RowQueue.RUN);
    return super.preStart(config);
  }

  @Override
  public List<SourceRecord> doPoll() throws InterruptedException {
    confirmations.throwIfFailed();
    RowQueue<?> rows = queue;
    if (rows == null) {
      rows = RowQueue.of(run);
      queue = rows;
    }
    if (rows == null) {
      throw new IllegalStateException("no queue for run " + run + ": is queue.provider.type set?");
    }
    rows.awaitRow(LONGEST_WAIT);
    // also without a row: this call is what throws when decoding has failed
    List<SourceRecord> first = super.doPoll();
    if (rows.size() == 0) {
      return first;
    }
    List<SourceRecord> batch = new ArrayList<>(first);
    while (batch.size() < LARGEST_BATCH && rows.size() > 0) {
      batch.addAll(super.doPoll());
    }
    return batch;
  }

  /// Called by the thread that hands rows over.
  @Override
  public void performCommit() {
    confirmations.ask();
  }
}
