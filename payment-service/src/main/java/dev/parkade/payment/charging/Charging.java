package dev.parkade.payment.charging;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.id.OrderId;
import dev.parkade.payment.gateway.PaymentGateway;
import dev.parkade.runtime.consuming.TransientFailure;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Decides payment commands: many customers at once, one customer's commands one after the other.
///
/// Nothing is stored by deciding: [#store] does that in the caller's transaction. Repeating a
/// decision that was not stored is safe, because the provider recognises the command's id.
public final class Charging implements AutoCloseable {

  private final PaymentGateway gateway;
  private final PaymentRows rows;
  private final Clock clock;
  private final Ids ids;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Charging(PaymentGateway gateway, PaymentRows rows, Clock clock, Ids ids) {
    this.gateway = gateway;
    this.rows = rows;
    this.clock = clock;
    this.ids = ids;
  }

  /// What has been decided about these orders: one statement.
  public Fences fences(Collection<OrderId> orders) {
    return orders.isEmpty() ? Fences.none() : new Fences(rows.load(orders));
  }

  /// Decides chains of commands; each chain is one customer's, in order, and all commands of an
  /// order are in one chain. The verdicts stand where their tasks stood.
  public List<List<Verdict>> decide(List<List<Task>> chains, Fences fences) {
    List<Future<List<Verdict>>> running = new ArrayList<>(chains.size());
    for (List<Task> chain : chains) {
      running.add(threads.submit(() -> new Chain(gateway, clock, ids, fences).run(chain)));
    }
    List<List<Verdict>> verdicts = new ArrayList<>(chains.size());
    for (Future<List<Verdict>> chain : running) {
      verdicts.add(result(chain));
    }
    return verdicts;
  }

  /// Stores decisions in the caller's transaction: one statement for first decisions, one for
  /// changed ones.
  ///
  /// @throws TransientFailure if one of the orders was decided by somebody else in the meantime;
  ///     the transaction must roll back
  public void store(List<Change> changes) {
    rows.store(changes);
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
