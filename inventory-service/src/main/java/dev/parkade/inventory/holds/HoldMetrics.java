package dev.parkade.inventory.holds;

import dev.parkade.messages.inventory.HoldExpired;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.inventory.StockRefusal;
import dev.parkade.messages.inventory.StockRefused;
import dev.parkade.messages.inventory.StockReleased;
import dev.parkade.messages.inventory.StockReserved;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Counts what was decided, once it is committed.
@Component
class HoldMetrics {

  private final MeterRegistry meters;
  private final String strategy;
  private final Counter expired;
  private final Counter conflicts;
  private final Timer deciding;
  private final AtomicLong active = new AtomicLong();
  private final AtomicLong violations = new AtomicLong();

  HoldMetrics(MeterRegistry meters, HoldSettings settings) {
    this.meters = meters;
    this.strategy = settings.strategy().name().toLowerCase(Locale.ROOT);
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
    conflicts =
        Counter.builder("parkade.inventory.conflicts")
            .description("Polls that lost against another transaction and are decided again")
            .tag("strategy", strategy)
            .register(meters);
    deciding =
        Timer.builder("parkade.inventory.decision")
            .description("Deciding one poll, the wait for locks included, the commit not")
            .tag("strategy", strategy)
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofNanos(100_000))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(meters);
    outcomes().forEach(this::decisions);
  }

  /// Times a decision about a poll, and counts it if it lost against another transaction.
  <T> T deciding(Supplier<T> decision) {
    Timer.Sample sample = Timer.start();
    try {
      return decision.get();
    } catch (ConcurrencyFailureException lost) {
      conflicts.increment();
      throw lost;
    } finally {
      sample.stop(deciding);
    }
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
        .tag("strategy", strategy)
        .register(meters);
  }

  private static List<String> outcomes() {
    List<String> outcomes =
        new ArrayList<>(List.of("reserved", "committed", "released", "expired"));
    for (StockRefusal refusal : StockRefusal.values()) {
      outcomes.add(outcome(refusal));
    }
    return outcomes;
  }

  private static String outcome(StockRefusal refusal) {
    return refusal.name().toLowerCase(Locale.ROOT);
  }

  private static String outcome(InventoryReply reply) {
    return switch (reply) {
      case StockReserved _ -> "reserved";
      case StockRefused refused -> outcome(refused.reason());
      case StockCommitted _ -> "committed";
      case StockReleased _ -> "released";
      case HoldExpired _ -> "expired";
    };
  }
}
