package dev.parkade.runtime.relay;

import io.debezium.engine.RecordChangeEvent;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// A row that was handed to the producer.
///
/// @param event what to confirm once the row and all before it are acknowledged; `null` for a row
///     that was read from the table
record Relayed(long seq, boolean heartbeat, @Nullable RecordChangeEvent<SourceRecord> event) {

  private static final String COMMIT_LSN = "lsn_commit";
  private static final String CHANGE_LSN = "lsn_proc";

  /// What Debezium tells the slot when this event is confirmed: the end of the transaction *before*
  /// the one the row belongs to, or the row itself in the first transaction after a start. 0 if
  /// there is nothing to confirm.
  long confirmableLsn() {
    if (event == null) {
      return 0;
    }
    Map<String, ?> offset = event.record().sourceOffset();
    Object lsn = offset.get(COMMIT_LSN) != null ? offset.get(COMMIT_LSN) : offset.get(CHANGE_LSN);
    return lsn instanceof Number number ? number.longValue() : 0;
  }

  @Override
  public String toString() {
    return "outbox row " + seq;
  }
}
