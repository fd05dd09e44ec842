package dev.parkade.payment.charging;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.payment.gateway.Claim;
import dev.parkade.payment.gateway.Claims;
import dev.parkade.payment.gateway.Providers;
import dev.parkade.runtime.pipeline.Pipeline;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/// The table of payments in memory, for tests that need no database: what the statements of
/// [PaymentRows] do, and nothing of what decides which statement is made.
public final class PaymentTable {

  /// Runs a statement, or fails instead.
  public interface Connection {
    <T> T statement(Supplier<T> work);
  }

  private Map<OrderId, Payment> rows = new LinkedHashMap<>();

  /// The table as one instance of the service sees it.
  public Session session(Connection connection, Clock clock, Ids ids) {
    return new Session(new Rows(connection, clock), clock, ids);
  }

  /// A copy, to go back to.
  public Runnable savepoint() {
    Map<OrderId, Payment> copy = new LinkedHashMap<>(rows);
    return () -> rows = copy;
  }

  /// The status of an order's payment; null if there is no row.
  public @Nullable String status(OrderId order) {
    Payment payment = rows.get(order);
    return payment == null ? null : payment.status().name();
  }

  /// Where the commands stood that took a customer's money, in the order of their decisions.
  public List<Long> chargesOf(CustomerId customer, Predicate<MessageId> which) {
    return rows.values().stream()
        .filter(p -> p.customerId().equals(customer) && p.status() == PaymentStatus.CHARGED)
        .filter(p -> which.test(p.commandId()))
        .map(p -> p.origin().offset())
        .toList();
  }

  /// All of it in words, to compare two runs.
  public String dump() {
    return rows.values().toString();
  }

  /// What one instance of the service charges with.
  public static final class Session {

    private final Rows table;
    private final Clock clock;
    private final Ids ids;

    private Session(Rows table, Clock clock, Ids ids) {
      this.table = table;
      this.clock = clock;
      this.ids = ids;
    }

    public Claims claims() {
      return table;
    }

    /// Decides one customer after the other, so that a run can be repeated.
    public Charging charging(Providers providers) {
      return new Charging(providers, table, clock, ids, new SameThread());
    }
  }

  private final class Rows extends PaymentRows {

    private final Connection connection;

    Rows(Connection connection, Clock clock) {
      super(null, clock);
      this.connection = connection;
    }

    @Override
    void load(
        Pipeline pipeline, Collection<OrderId> orders, Consumer<Map<OrderId, Payment>> found) {
      found.accept(connection.statement(() -> loadNow(orders)));
    }

    private Map<OrderId, Payment> loadNow(Collection<OrderId> orders) {
      Map<OrderId, Payment> found = new HashMap<>(rows);
      found.keySet().retainAll(orders);
      return found;
    }

    @Override
    void insert(Pipeline pipeline, List<Payment> payments) {
      int stored = 0;
      for (Payment payment : payments) {
        Payment row = rows.get(payment.orderId());
        if (row == null || row.isUncertain() && row.id().equals(payment.id())) {
          // removed first: a new sequence number
          rows.remove(payment.orderId());
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
          rows.put(payment.orderId(), row.refunded(payment.refundedAt()));
          stored++;
        }
      }
      expect(payments.size(), stored);
    }

    @Override
    Map<OrderId, Payment> claim(Collection<Payment> charges) {
      return charges.isEmpty() ? Map.of() : connection.statement(() -> claimNow(charges));
    }

    private Map<OrderId, Payment> claimNow(Collection<Payment> charges) {
      Map<OrderId, Payment> claimed = new HashMap<>();
      for (Payment charge : charges) {
        Payment row = rows.get(charge.orderId());
        if (row == null) {
          claimed.put(charge.orderId(), charge);
        } else if (row.isUncertain() && row.commandId().equals(charge.commandId())) {
          String provider = row.provider() == null ? charge.provider() : row.provider();
          claimed.put(charge.orderId(), withId(row, charge).of(provider, row.attempts() + 1));
        }
      }
      rows.putAll(claimed);
      return claimed;
    }

    private static Payment withId(Payment row, Payment other) {
      return new Payment(
          row.orderId(),
          other.id(),
          row.customerId(),
          row.commandId(),
          row.amount(),
          row.status(),
          row.refusal(),
          row.detail(),
          row.reference(),
          row.origin(),
          row.customerCommittedAt(),
          row.chargedAt(),
          row.refundedAt(),
          row.provider(),
          row.attempts());
    }

    @Override
    boolean change(OrderId order, Claim claim, @Nullable String provider, int attempts) {
      try {
        return connection.statement(() -> changeNow(order, claim, provider, attempts));
      } catch (DataAccessException e) {
        return false;
      }
    }

    private boolean changeNow(OrderId order, Claim claim, @Nullable String provider, int attempts) {
      Payment row = rows.get(order);
      boolean ours =
          row != null
              && row.isUncertain()
              && row.id().equals(claim.id())
              && claim.provider().equals(row.provider());
      if (ours) {
        rows.put(order, row.of(provider, attempts));
      }
      return ours;
    }
  }

  private static final class SameThread extends AbstractExecutorService {

    @Override
    public void execute(Runnable work) {
      work.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return new ArrayList<>();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
