package dev.parkade.inventory.holds;

import dev.parkade.messages.id.Sku;
import dev.parkade.runtime.consuming.Failures;
import dev.parkade.runtime.pipeline.Pipeline;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Gives stock back whose time limit has passed. Any number of instances may sweep at the same
/// time: each takes what no other one has locked. Nobody is told: an order that still wants to
/// commit learns it then.
@Component
class HoldExpiry {

  private static final Logger log = LoggerFactory.getLogger(HoldExpiry.class);

  private final Holds holds;
  private final Shelves shelves;
  private final HoldSettings settings;
  private final HoldMetrics metrics;
  private final TransactionTemplate transactions;
  private final JdbcOperations jdbc;
  private final Clock clock;

  HoldExpiry(
      Holds holds,
      Shelves shelves,
      HoldSettings settings,
      HoldMetrics metrics,
      PlatformTransactionManager transactions,
      JdbcOperations jdbc,
      Clock clock) {
    this.holds = holds;
    this.shelves = shelves;
    this.settings = settings;
    this.metrics = metrics;
    this.jdbc = jdbc;
    this.transactions = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "${parkade.holds.sweep-interval:1s}")
  void sweep() {
    try {
      int expired = expireDue();
      if (expired > 0) {
        log.info("gave back the stock of {} expired holds", expired);
      }
    } catch (RuntimeException e) {
      if (!Failures.isTransient(e)) {
        throw e;
      }
      log.warn("expired holds wait for the next sweep: {}", e.toString());
    }
  }

  /// Gives back everything that is due now, slice by slice, and returns how many holds that were.
  int expireDue() {
    int expired = 0;
    int slice;
    do {
      slice = Objects.requireNonNull(transactions.execute(_ -> expireSlice()), "slice");
      metrics.expired(slice);
      expired += slice;
    } while (slice == settings.sweepSlice());
    return expired;
  }

  private Integer expireSlice() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Hold> due = holds.lockDue(now, settings.sweepSlice());
    if (due.isEmpty()) {
      return 0;
    }
    var skus = new TreeSet<>(Shelves.LOCK_ORDER);
    due.forEach(hold -> skus.addAll(hold.units().keySet()));
    Map<Sku, Shelf> stock = shelves.lock(skus);
    due.forEach(hold -> hold.units().forEach((sku, units) -> giveBack(stock, sku, units)));
    Pipeline writes = new Pipeline();
    shelves.store(writes, stock);
    holds.store(writes, due.stream().map(hold -> hold.with(HoldStatus.EXPIRED)).toList(), now);
    writes.run(jdbc);
    return due.size();
  }

  private static void giveBack(Map<Sku, Shelf> stock, Sku sku, long units) {
    Shelf shelf = stock.get(sku);
    if (shelf == null) {
      throw new IllegalStateException("product " + sku + " is held, but not in the catalogue");
    }
    shelf.move(Ruling.Move.GIVE_BACK, units);
  }
}
