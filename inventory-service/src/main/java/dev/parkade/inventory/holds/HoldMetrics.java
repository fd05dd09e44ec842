package dev.parkade.inventory.holds;

import dev.parkade.messages.inventory.HoldExpired;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.inventory.StockRefused;
import dev.parkade.messages.inventory.StockReleased;
import dev.parkade.messages.inventory.StockReserved;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Counts what was decided, once it is committed.
@Component
class HoldMetrics {

  private final MeterRegistry meters;
  private final Counter expired;
  private final AtomicLong active = new AtomicLong();
  private final AtomicLong violations = new AtomicLong();

  HoldMetrics(MeterRegistry meters) {
    this.meters = meters;
    expired =
        Counter.builder("parkade.inventory.holds.expired")
            .description("Holds whose time limit passed")
            .register(meters);
    Gauge.builder("parkade.inventory.holds.active", active, AtomicLong::get)
        .description("Orders that stock is set aside for")
        .register(meters);
    Gauge.builder("parkade.inventory.invariant.violations", violations, AtomicLong::get)
        .description("Products whose held units are not those of the active holds; must be 0")
        .register(meters);
  }

  /// Counts these replies when the current transaction has committed.
  void decidedOnCommit(List<InventoryReply> replies) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            replies.forEach(reply -> decisions(outcome(reply)).increment());
          }
        });
  }

  void expired(int holds) {
    expired.increment(holds);
  }

  void measured(long activeHolds, long invariantViolations) {
    active.set(activeHolds);
    violations.set(invariantViolations);
  }

  private Counter decisions(String outcome) {
    return Counter.builder("parkade.inventory.decisions")
        .description("Commands decided, by outcome")
        .tag("outcome", outcome)
        .register(meters);
  }

  private static String outcome(InventoryReply reply) {
    return switch (reply) {
      case StockReserved _ -> "reserved";
      case StockRefused refused -> refused.reason().name().toLowerCase(Locale.ROOT);
      case StockCommitted _ -> "committed";
      case StockReleased _ -> "released";
      case HoldExpired _ -> "expired";
    };
  }
}
