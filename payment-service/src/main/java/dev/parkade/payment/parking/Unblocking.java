package dev.parkade.payment.parking;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.runtime.consuming.Sends;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets customers go on whom a dead letter holds back: asked for by any thread, done by the gate's.
final class Unblocking {

  private static final Logger log = LoggerFactory.getLogger(Unblocking.class);

  /// More requests than people make at once.
  private static final int MAX_OPEN = 100;

  /// What became of a request.
  sealed interface Answer {}

  /// The customer goes on, also after a restart.
  ///
  /// @param given the dead letters that held the customer back
  /// @param waiting how many commands were waiting behind them
  record Unblocked(List<Parked> given, int waiting) implements Answer {}

  /// No dead letter holds the customer back.
  record NotBlocked() implements Answer {}

  /// Another instance owns the customer.
  record Elsewhere(int partition) implements Answer {}

  /// One request. Either the gate or an asker who has waited for too long closes it.
  static final class Request {

    private final CustomerId customer;
    private final String reason;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Request(CustomerId customer, String reason) {
      this.customer = customer;
      this.reason = reason;
    }

    CompletableFuture<Answer> answer() {
      return answer;
    }

    /// Takes the request back; false if it is too late, and an answer is on its way.
    boolean withdraw() {
      return closed.compareAndSet(false, true);
    }
  }

  private final Ownership ownership;
  private final Topology topology;
  private final Storing storing;
  private final Queue<Request> requests = new ArrayBlockingQueue<>(MAX_OPEN);

  Unblocking(Ownership ownership, Topology topology, Storing storing) {
    this.ownership = ownership;
    this.topology = topology;
    this.storing = storing;
  }

  /// Asks the gate to let a customer go on.
  ///
  /// @param reason who wants it and why; it goes to the log
  /// @throws IllegalStateException if too many such requests are open
  Request ask(CustomerId customer, String reason) {
    Request request = new Request(customer, reason);
    if (!requests.offer(request)) {
      throw new IllegalStateException(MAX_OPEN + " requests wait for the gate already");
    }
    return request;
  }

  /// Does what was asked for; called by the gate's thread.
  void handle() {
    for (Request request = requests.poll(); request != null; request = requests.poll()) {
      if (request.withdraw()) {
        handle(request);
      }
    }
  }

  private void handle(Request request) {
    try {
      request.answer.complete(answer(request));
    } catch (RuntimeException e) {
      request.answer.completeExceptionally(e);
      throw e;
    }
  }

  private Answer answer(Request request) {
    Topology.Finding finding = topology.last();
    int number =
        Partitioning.of(request.customer.text(), finding == null ? 1 : finding.partitions());
    if (finding == null || !ownership.runs(number)) {
      return new Elsewhere(number);
    }
    CustomerQueue queue = ownership.running(number).waiting().queue(request.customer);
    List<Parked> blocking = new ArrayList<>();
    if (queue != null) {
      queue.all().forEach(entry -> addIfBlocking(entry, blocking));
    }
    if (queue == null || blocking.isEmpty()) {
      return new NotBlocked();
    }
    int waiting = queue.size() - blocking.size();
    Effects effects = new Effects();
    blocking.forEach(
        e -> effects.settled().add(new Effects.Settled(e, SettleCause.UNBLOCKED, null)));
    // acknowledged before the answer: or the customer would be blocked again after a restart
    Sends.await(storing.storeAlone(effects));
    log.warn(
        "customer {} goes on past the dead letters {} with {} commands: {}",
        request.customer,
        blocking.stream().map(Parked::id).toList(),
        waiting,
        request.reason);
    return new Unblocked(blocking, waiting);
  }

  private static void addIfBlocking(Parked entry, List<Parked> blocking) {
    if (entry.isBlock()) {
      blocking.add(entry);
    }
  }
}
