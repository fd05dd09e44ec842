package dev.parkade.payment.parking;

import dev.parkade.messages.id.MessageId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One partition of `payment.parked`, and the stored position from which it is replayed.
final class ParkedLog {

  /// @param entry null for a tombstone
  private record Written(MessageId id, @Nullable Parked entry) {}

  private final List<Written> records = new ArrayList<>();
  private long position;

  /// Appends a live record and returns its offset.
  long append(Parked entry) {
    records.add(new Written(entry.id(), entry));
    return records.size() - 1;
  }

  void tombstone(MessageId id) {
    records.add(new Written(id, null));
  }

  long end() {
    return records.size();
  }

  void position(long stored) {
    position = stored;
  }

  void replay(GatePartition into) {
    for (long offset = position; offset < records.size(); offset++) {
      Written record = records.get((int) offset);
      if (record.entry() == null) {
        into.waiting().remove(record.id());
      } else {
        into.waiting().put(record.entry().at(offset));
      }
    }
  }
}
