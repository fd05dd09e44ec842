package dev.parkade.deadletters.ledger;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.messages.envelope.Ids;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// The one session that may change what becomes of a topic's dead letters. Whoever opens the next
/// one fences it. What it writes and what it sends are one Kafka transaction: all of it or nothing,
/// whatever dies at whichever moment. For use by one thread.
public final class LedgerWriter implements AutoCloseable {

  private final Session session;
  private final Ledger ledger;
  private final Transactions transactions;
  private final Timing timing;
  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch closed = new CountDownLatch(1);
  private long renewed = System.nanoTime();
  private volatile @Nullable KafkaException lost;

  LedgerWriter(Session session, Ledger ledger, Producer<byte[], byte[]> producer, Timing timing) {
    this.session = session;
    this.ledger = ledger;
    this.timing = timing;
    this.transactions = new Transactions(session, ledger, producer, timing.patience());
  }

  /// Fences whoever was there before, and then reads the ledger to its end.
  ///
  /// @param dlqTopic the dead-letter topic
  /// @param claim whether to do so although somebody else is there
  /// @throws LedgerFailure.LeaseHeld if somebody else is at it
  /// @throws LedgerFailure.Unusable if the ledger is not there or cannot be understood
  public static LedgerWriter open(
      KafkaAccess kafka, String dlqTopic, Operator operator, Claim claim, Clock clock, Ids ids) {
    return open(kafka, dlqTopic, operator, claim, clock, ids, Timing.USUAL);
  }

  /// The same for people, who take over or do not.
  public static LedgerWriter open(
      KafkaAccess kafka,
      String dlqTopic,
      Operator operator,
      boolean takeOver,
      Clock clock,
      Ids ids) {
    Claim claim = takeOver ? Claim.TAKE_OVER : Claim.IF_FREE;
    return open(kafka, dlqTopic, operator, claim, clock, ids, Timing.USUAL);
  }

  static LedgerWriter open(
      KafkaAccess kafka,
      String dlqTopic,
      Operator operator,
      Claim claim,
      Clock clock,
      Ids ids,
      Timing timing) {
    var session = new Session(dlqTopic, ids.get().toString(), operator, clock, timing.lease());
    LedgerWriter writer = new Opening(kafka, session, timing).open(claim);
    Thread.ofVirtual().name("lease-of-" + dlqTopic).start(writer::keepLease);
    return writer;
  }

  /// What the ledger says, this session's commits included.
  public Ledger ledger() {
    return ledger;
  }

  /// The dead-letter topic that it is about.
  public String topic() {
    return session.topic();
  }

  public Operator operator() {
    return session.operator();
  }

  /// Runs the work and commits what it put into the batch as one. If the work throws, nothing of it
  /// happens, and what it threw is thrown on.
  ///
  /// @throws LedgerFailure.Fenced if somebody took over
  /// @throws LedgerFailure.Aborted if it could not be committed: nothing of it happened
  /// @throws LedgerFailure.OutcomeUnknown if the broker went away during the commit
  public void transaction(Consumer<Batch> work) {
    run(work::accept);
  }

  void run(Consumer<PendingBatch> work) {
    lock.lock();
    try {
      check();
      long now = System.nanoTime();
      boolean renewal = isRenewalDue(now);
      transactions.run(
          batch -> {
            work.accept(batch);
            if (renewal) {
              batch.put(session.lease());
            }
          });
      renewed = renewal ? now : renewed;
    } finally {
      lock.unlock();
    }
  }

  /// Runs the work, and returns when others can see it: whoever looks at the lease after that gives
  /// way.
  void sign(Consumer<PendingBatch> work) {
    transactions.awaitVisible(transactions.run(work));
  }

  /// For those who wait between transactions.
  ///
  /// @throws LedgerFailure.Fenced if somebody took over meanwhile, as far as it is known here
  public void check() {
    KafkaException reason = lost;
    if (reason != null) {
      throw transactions.lost(reason);
    }
  }

  /// Gives the lease back, unless somebody took over. Never throws.
  @Override
  public void close() {
    closed.countDown();
    lock.lock();
    try {
      if (lost == null) {
        transactions.release();
      }
    } finally {
      lock.unlock();
      transactions.close();
      ledger.close();
    }
  }

  private boolean isRenewalDue(long now) {
    return now - renewed >= timing.renewal().toNanos();
  }

  /// While a session waits for the end of its canary, others must see that it lives.
  private void keepLease() {
    try {
      while (!closed.await(timing.renewal().toMillis() / 2, TimeUnit.MILLISECONDS)) {
        // a transaction that runs renews it by itself
        if (lock.tryLock()) {
          try {
            renew();
          } finally {
            lock.unlock();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() {
    long now = System.nanoTime();
    if (lost != null || closed.getCount() == 0 || !isRenewalDue(now)) {
      return;
    }
    try {
      transactions.renew();
      renewed = now;
    } catch (KafkaException e) {
      // whoever uses the session hears of it: asking the ledger is theirs
      lost = e;
    }
  }
}
