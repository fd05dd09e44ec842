package dev.parkade.order.streaming;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.orders.OrderSummary;
import dev.parkade.order.orders.TimelineEntry;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.storage.HistoryLine;
import dev.parkade.order.streaming.StreamReads.Standing;
import dev.parkade.order.watching.Watch;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One client that follows one order, from a line of its history on until the order has ended.
///
/// A `progress` event is a line of the history. A `status` event says how the order stands now: it
/// follows the lines that were already there, so a client that comes back, or has asked elsewhere
/// meanwhile, never sees a status that has passed.
final class OrderStream {

  private static final int LINES_AT_ONCE = 100;
  private static final Duration COME_BACK_AFTER = Duration.ofSeconds(2);

  private final OrderId order;
  private final StreamReads reads;
  private final Watch watch;
  private final EventWriter writer;
  private final Duration heartbeat;
  private int sent;
  private @Nullable OrderStatus told;

  /// @param sent the last line that the client has seen, 0 for none
  OrderStream(
      OrderId order,
      int sent,
      StreamReads reads,
      Watch watch,
      EventWriter writer,
      Duration heartbeat) {
    this.order = order;
    this.sent = sent;
    this.reads = reads;
    this.watch = watch;
    this.writer = writer;
    this.heartbeat = heartbeat;
  }

  /// Ends with the order, or when this instance stops.
  ///
  /// @throws IOException when the client has gone
  void run() throws IOException {
    writer.retry(COME_BACK_AFTER);
    boolean ended = false;
    while (!ended && !watch.isStopped()) {
      // read before the lines: what led to it is then among them
      Standing now = reads.standing(order);
      progress(now.length());
      status(now.summary());
      writer.flush();
      ended = now.summary().status().isFinal();
      // beyond what the status was read with: what came since has woken everybody already
      while (!ended && !watch.awaitBeyond(now.length(), heartbeat) && !watch.isStopped()) {
        writer.heartbeat();
      }
    }
  }

  /// Sends the lines that are new, and none that came after the status was read: it would follow
  /// lines that it knows nothing of.
  private void progress(int length) throws IOException {
    while (sent < length) {
      var lines = reads.linesAfter(order, sent, Math.min(length - sent, LINES_AT_ONCE));
      if (lines.isEmpty()) {
        // histories of early versions may have lost some
        return;
      }
      for (HistoryLine line : lines) {
        sent = line.seq();
        writer.event(sent, "progress", TimelineEntry.of(line));
      }
    }
  }

  /// Says how the order stands, if that is news.
  private void status(OrderSummary now) throws IOException {
    if (now.status() != told) {
      told = now.status();
      writer.event(sent, "status", now);
    }
  }
}
