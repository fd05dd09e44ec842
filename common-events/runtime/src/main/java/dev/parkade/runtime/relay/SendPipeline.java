package dev.parkade.runtime.relay;

import dev.parkade.runtime.tracing.Sending;
import dev.parkade.runtime.tracing.Spans;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Sends without waiting and knows how far the broker has acknowledged *without a gap*.
///
/// Records are sent by one thread. A position counts as acknowledged when its record and all before
/// it are, whatever the order of the acknowledgements. The first failure is final: nothing after it
/// is ever acknowledged, and the producer is aborted at once, so that no later record of a
/// partition can overtake the failed one. Whoever owns the pipeline then starts over with a new
/// one.
///
/// @param <P> what the caller wants to know a record by
final class SendPipeline<P> implements AutoCloseable {

  private final Producer<String, byte[]> producer;
  private final int capacity;
  private final RelayHold hold;
  private final Spans spans;
  private final Consumer<P> onAcknowledged;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Sent<P>> inFlight = new ArrayDeque<>();
  private @Nullable P acknowledged;
  private @Nullable RelayFailure failure;
  private boolean closed;

  private static final class Sent<P> {
    final P position;
    boolean acknowledged;

    Sent(P position) {
      this.position = position;
    }
  }

  /// @param onAcknowledged told each acknowledged position, in the order of sending; must be quick
  SendPipeline(
      Producer<String, byte[]> producer,
      int capacity,
      RelayHold hold,
      Spans spans,
      Consumer<P> onAcknowledged) {
    this.producer = producer;
    this.capacity = capacity;
    this.hold = hold;
    this.spans = spans;
    this.onAcknowledged = onAcknowledged;
  }

  /// Hands a record to the producer; waits only while the relay is held back or too much is in
  /// flight. Once the pipeline refuses records, it does nothing.
  ///
  /// @throws RelayFailure if this or an earlier record could not be sent
  void send(P position, ProducerRecord<String, byte[]> message) throws InterruptedException {
    hold.awaitRelease();
    Sent<P> sent = new Sent<>(position);
    lock.lockInterruptibly();
    try {
      while (failure == null && !closed && inFlight.size() >= capacity) {
        changed.await();
      }
      throwIfFailed();
      if (closed) {
        return;
      }
      inFlight.addLast(sent);
    } finally {
      lock.unlock();
    }
    Sending span = spans.relaying(message);
    try {
      var _ =
          producer.send(
              message,
              (metadata, refused) -> {
                span.completed(metadata, refused);
                completed(sent, message, refused);
              });
    } catch (RuntimeException refused) {
      span.completed(null, refused);
      completed(sent, message, refused);
      throwIfFailed();
    }
  }

  /// The last position up to which everything is acknowledged; `null` before the first.
  @Nullable P acknowledged() {
    lock.lock();
    try {
      return acknowledged;
    } finally {
      lock.unlock();
    }
  }

  int inFlight() {
    lock.lock();
    try {
      return inFlight.size();
    } finally {
      lock.unlock();
    }
  }

  /// @throws RelayFailure if a record could not be sent
  void throwIfFailed() {
    lock.lock();
    try {
      if (failure != null) {
        throw failure;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until nothing is in flight.
  ///
  /// @return whether that came true within the limit
  /// @throws RelayFailure if a record could not be sent
  boolean awaitEmpty(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lockInterruptibly();
    try {
      while (failure == null && !inFlight.isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      throwIfFailed();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Refuses further records; what is in flight may still be acknowledged.
  void refuse() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the producer; what is in flight is given up and comes again from the slot.
  @Override
  public void close() {
    refuse();
    producer.close(Duration.ZERO);
  }

  private void completed(
      Sent<P> sent, ProducerRecord<String, byte[]> message, @Nullable Exception refused) {
    boolean abort = false;
    lock.lock();
    try {
      if (failure != null) {
        return;
      }
      if (refused == null) {
        sent.acknowledged = true;
        advance();
      } else {
        failure = new RelayFailure(describe(sent, message, refused), refused);
        abort = !closed;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (abort) {
      // not under the lock: closing waits for the thread that runs the other callbacks
      producer.close(Duration.ZERO);
    }
  }

  private void advance() {
    Sent<P> head = inFlight.peekFirst();
    while (head != null && head.acknowledged) {
      inFlight.removeFirst();
      acknowledged = head.position;
      onAcknowledged.accept(head.position);
      head = inFlight.peekFirst();
    }
  }

  private String describe(Sent<P> sent, ProducerRecord<String, byte[]> message, Exception cause) {
    return "cannot send "
        + sent.position
        + " to "
        + message.topic()
        + " with key "
        + message.key()
        + ": "
        + cause.getMessage();
  }
}
