package dev.parkade.payment.charging;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.id.OrderId;
import dev.parkade.payment.gateway.PaymentGateway;
import dev.parkade.runtime.pipeline.Pipeline;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The table of payments as a map, between the service's own decisions: they are [Chain]'s, and
/// through it those of [Ruling]. With one provider there are no claims, so [Charging] would add
/// threads only.
public final class SimulatedPayments {

  private static final String PROVIDER = "alpha";

  private final PaymentGateway gateway;
  private final Clock clock;
  private final Ids ids;
  private final Predicate<PaymentStatus> visible;
  private final Map<OrderId, Payment> rows = new LinkedHashMap<>();
  private final Rows table;

  /// @param visible which rows the fence sees: all of them, unless the fence is to be broken
  public SimulatedPayments(
      PaymentGateway gateway, Clock clock, Ids ids, Predicate<PaymentStatus> visible) {
    this.gateway = gateway;
    this.clock = clock;
    this.ids = ids;
    this.visible = visible;
    table = new Rows(clock);
  }

  public Fences fences(Collection<OrderId> orders) {
    return new Fences(table.load(orders));
  }

  public List<List<Verdict>> decide(List<List<Task>> chains, Fences fences) {
    List<List<Verdict>> verdicts = new ArrayList<>(chains.size());
    for (List<Task> chain : chains) {
      verdicts.add(new Chain(gateway, clock, ids, fences, PROVIDER).run(chain));
    }
    return verdicts;
  }

  public void store(List<Change> changes) {
    // the rows do not wait for the pipeline to run
    table.store(new Pipeline(), changes);
  }

  /// What is decided about an order; null if nothing is.
  public @Nullable PaymentStatus status(OrderId order) {
    Payment row = rows.get(order);
    return row == null ? null : row.status();
  }

  private final class Rows extends PaymentRows {

    Rows(Clock clock) {
      super(null, clock);
    }

    @Override
    Map<OrderId, Payment> load(Collection<OrderId> orders) {
      Map<OrderId, Payment> found = new HashMap<>();
      for (OrderId order : orders) {
        Payment row = rows.get(order);
        if (row != null && visible.test(row.status())) {
          found.put(order, row);
        }
      }
      return found;
    }

    @Override
    void insert(Pipeline pipeline, List<Payment> payments) {
      int stored = 0;
      for (Payment payment : payments) {
        Payment row = rows.get(payment.orderId());
        boolean free = row == null || row.isUncertain() && row.id().equals(payment.id());
        if (free || !visible.test(row.status())) {
          rows.put(payment.orderId(), payment);
          stored++;
        }
      }
      expect(payments.size(), stored);
    }

    @Override
    void refund(Pipeline pipeline, List<Payment> payments) {
      int stored = 0;
      for (Payment payment : payments) {
        Payment row = rows.get(payment.orderId());
        if (row != null && row.status() == PaymentStatus.CHARGED) {
          rows.put(payment.orderId(), payment);
          stored++;
        }
      }
      expect(payments.size(), stored);
    }
  }
}
