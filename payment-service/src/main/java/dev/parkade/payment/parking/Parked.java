package dev.parkade.payment.parking;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.runtime.deadletter.Tries;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// A command that waits. Over the memory budget its content is let go ([#spilled]); it is read
/// again from `payment.parked` before the command is released or set aside.
///
/// @param pointer what is always known about it
/// @param content the command itself; null while it is spilled
/// @param firstAt when it was parked for the first time
/// @param attempts how often the provider was asked for it without a definite answer
/// @param offset where its newest copy stands in `payment.parked`
record Parked(
    Pointer pointer,
    @Nullable Command content,
    Instant firstAt,
    WaitReason reason,
    int attempts,
    long offset) {

  /// What a pointer costs, with the indexes and the directory that hold it. Measured: see
  /// `BootstrapBench`.
  private static final int POINTER_BYTES = 930;

  /// What a command's record and message cost besides the bytes of the record.
  private static final int CONTENT_BYTES = 550;

  /// What it costs to know which replay a command is.
  private static final int REPLAY_BYTES = 120;

  /// What a header costs besides its characters and bytes.
  private static final int HEADER_BYTES = 112;

  Parked(Command command, Instant firstAt, WaitReason reason, int attempts, long offset) {
    this(Pointer.to(command), command, firstAt, reason, attempts, offset);
  }

  static Parked fresh(Command command, Instant now, WaitReason reason, int attempts) {
    return new Parked(command, now, reason, attempts, -1);
  }

  Parked again(WaitReason reason, int attempts) {
    return new Parked(pointer, content, firstAt, reason, attempts, -1);
  }

  /// This copy, of somebody else, in the place of one that waits: it says which replay it is. One
  /// that asks for something else under the same id is not believed.
  Parked inPlaceOf(Parked waiting) {
    return pointer.isSame(waiting.pointer)
        ? new Parked(
            command().at(waiting.pointer.originOffset()), waiting.firstAt, reason, attempts, offset)
        : waiting;
  }

  Parked at(long offset) {
    return new Parked(pointer, content, firstAt, reason, attempts, offset);
  }

  /// Without its content.
  Parked spilled() {
    return new Parked(pointer, null, firstAt, reason, attempts, offset);
  }

  /// With its content.
  Parked with(Command command) {
    return new Parked(pointer, command, firstAt, reason, attempts, offset);
  }

  boolean isSpilled() {
    return content == null;
  }

  /// The command itself.
  ///
  /// @throws IllegalStateException if it is spilled: it has to be read back first
  Command command() {
    if (content == null) {
      throw new IllegalStateException("command " + id() + " is spilled and was not read back");
    }
    return content;
  }

  /// The same command as a dead letter that holds its customer back: what it waits for is new, and
  /// so is the time since when.
  Parked deadLettered(Instant now) {
    return new Parked(pointer, content, now, WaitReason.DEAD_LETTERED, attempts, offset);
  }

  /// The same command after the provider may have been asked for it.
  Parked asked() {
    return new Parked(pointer, content, firstAt, reason, attempts + 1, offset);
  }

  /// The attempts at the provider, and since when it waits.
  Tries tries() {
    return new Tries(attempts, firstAt);
  }

  boolean isCharge() {
    return !isRefund();
  }

  /// Whether it is a dead letter that holds its customer back.
  boolean isBlock() {
    return reason == WaitReason.DEAD_LETTERED;
  }

  MessageId id() {
    return pointer.id();
  }

  CustomerId customerId() {
    return pointer.customerId();
  }

  OrderId orderId() {
    return pointer.orderId();
  }

  /// The partition of the three topics.
  int partition() {
    return pointer.partition();
  }

  boolean isRefund() {
    return pointer.amount() == null;
  }

  Place place() {
    return new Place(pointer.originOffset(), id());
  }

  /// The heap that it takes, roughly.
  int bytes() {
    int bytes = POINTER_BYTES + (pointer.replay() == null ? 0 : REPLAY_BYTES);
    if (content == null) {
      return bytes;
    }
    bytes += CONTENT_BYTES + content.record().value().length;
    for (Header header : content.record().headers()) {
      byte[] value = header.value();
      bytes += HEADER_BYTES + header.key().length() + (value == null ? 0 : value.length);
    }
    return bytes;
  }
}
