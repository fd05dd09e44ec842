package dev.parkade.payment.charging;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.PaymentId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.payment.gateway.Claim;
import dev.parkade.payment.gateway.Providers;
import dev.parkade.runtime.consuming.TransientFailure;
import dev.parkade.runtime.pipeline.Pipeline;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Decides payment commands: many customers at once, one customer's commands one after the other.
///
/// Nothing is stored by deciding: [#store] does that in the caller's transaction. Repeating a
/// decision that was not stored is safe, because the provider recognises the command's id.
public final class Charging implements AutoCloseable {

  private final Providers providers;
  private final PaymentRows rows;
  private final Clock clock;
  private final Ids ids;
  private final ExecutorService threads;

  Charging(Providers providers, PaymentRows rows, Clock clock, Ids ids) {
    this(providers, rows, clock, ids, Executors.newVirtualThreadPerTaskExecutor());
  }

  /// @param threads what runs the chains of a poll; closed with this
  Charging(Providers providers, PaymentRows rows, Clock clock, Ids ids, ExecutorService threads) {
    this.providers = providers;
    this.rows = rows;
    this.clock = clock;
    this.ids = ids;
    this.threads = threads;
  }

  /// What has been decided about these orders, once the pipeline has run: one statement.
  public Fences fences(Pipeline pipeline, Collection<OrderId> orders) {
    if (orders.isEmpty()) {
      return Fences.none();
    }
    Map<OrderId, Payment> found = new HashMap<>();
    rows.load(pipeline, orders, found::putAll);
    return new Fences(found);
  }

  /// Decides chains of commands; each chain is one customer's, in order, and all commands of an
  /// order are in one chain. The verdicts stand where their tasks stood.
  public List<List<Verdict>> decide(List<List<Task>> chains, Fences fences) {
    String provider = providers.preferred();
    Fences claimed = providers.haveChoice() ? claim(chains, fences, provider) : fences;
    List<Future<List<Verdict>>> running = new ArrayList<>(chains.size());
    for (List<Task> chain : chains) {
      running.add(
          threads.submit(() -> new Chain(providers, clock, ids, claimed, provider).run(chain)));
    }
    List<List<Verdict>> verdicts = new ArrayList<>(chains.size());
    for (Future<List<Verdict>> chain : running) {
      verdicts.add(result(chain));
    }
    if (providers.haveChoice()) {
      releaseUnused(chains, verdicts, claimed);
    }
    return verdicts;
  }

  /// Charges that were not tried after all are as free as before.
  private void releaseUnused(
      List<List<Task>> chains, List<List<Verdict>> verdicts, Fences claimed) {
    Set<OrderId> tried = new HashSet<>();
    Set<OrderId> untried = new LinkedHashSet<>();
    for (int chain = 0; chain < chains.size(); chain++) {
      for (int i = 0; i < chains.get(chain).size(); i++) {
        Verdict verdict = verdicts.get(chain).get(i);
        boolean isUntried =
            verdict instanceof Verdict.Behind || verdict instanceof Verdict.NotAsked;
        (isUntried ? untried : tried).add(chains.get(chain).get(i).orderId());
      }
    }
    untried.removeAll(tried);
    for (OrderId order : untried) {
      Payment row = claimed.get(order);
      Claim claim = row == null ? null : row.claim();
      if (claim != null && claim.first()) {
        rows.release(order, claim);
      }
    }
  }

  /// Stores who may be asked for the money before anybody is: one statement for all. Nobody is
  /// asked for a charge behind its refund, whatever becomes of that.
  private Fences claim(List<List<Task>> chains, Fences fences, String provider) {
    Map<OrderId, Payment> claims = new LinkedHashMap<>();
    for (List<Task> chain : chains) {
      Set<OrderId> refunded = new HashSet<>();
      for (Task task : chain) {
        Payment known = fences.get(task.orderId());
        switch (task.command().body()) {
          case ChargePayment charge -> {
            if (mayBeAsked(task, known) && !refunded.contains(task.orderId())) {
              claims.putIfAbsent(task.orderId(), claimed(task, charge, provider));
            }
          }
          case RefundPayment _ -> refunded.add(task.orderId());
        }
      }
    }
    Map<OrderId, Payment> stored = rows.claim(claims.values());
    if (stored.size() != claims.size()) {
      throw new TransientFailure("an order was decided by somebody else in the meantime");
    }
    return fences.with(stored);
  }

  private static boolean mayBeAsked(Task task, @Nullable Payment known) {
    return known == null
        ? task.customerActive()
        : known.isUncertain() && known.commandId().equals(task.command().id());
  }

  private Payment claimed(Task task, ChargePayment charge, String provider) {
    return new Payment(
        charge.orderId(),
        new PaymentId(ids.get()),
        charge.customerId(),
        task.command().id(),
        charge.amount(),
        PaymentStatus.UNCERTAIN,
        null,
        null,
        null,
        task.origin(),
        task.customerCommittedAt(),
        null,
        null,
        provider,
        1);
  }

  /// Stores decisions in the caller's transaction: one statement for first decisions, one for
  /// changed ones. Running the pipeline throws [TransientFailure] if one of the orders was decided
  /// by somebody else in the meantime; the transaction must roll back.
  public void store(Pipeline pipeline, List<Change> changes) {
    rows.store(pipeline, changes);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static List<Verdict> result(Future<List<Verdict>> chain) {
    try {
      return chain.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("interrupted while payments were decided", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("deciding payments failed", e.getCause());
    }
  }
}
