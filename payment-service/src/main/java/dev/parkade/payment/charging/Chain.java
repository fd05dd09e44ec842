package dev.parkade.payment.charging;

import static dev.parkade.messages.deadletter.ReplayOutcome.DUPLICATE;
import static dev.parkade.messages.deadletter.ReplayOutcome.HANDLED;
import static dev.parkade.payment.charging.Verdict.Obstacle.AMBIGUOUS;
import static dev.parkade.payment.charging.Verdict.Obstacle.REFUND_DECLINED;
import static dev.parkade.payment.charging.Verdict.Obstacle.UNAVAILABLE;

import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.PaymentId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.PaymentCharged;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.messages.payment.PaymentRefunded;
import dev.parkade.messages.payment.PaymentRefusal;
import dev.parkade.messages.payment.PaymentRefused;
import dev.parkade.messages.payment.PaymentReply;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.payment.gateway.Outcome;
import dev.parkade.payment.gateway.PaymentGateway;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides the commands of one customer, one after the other. A charge without a definite answer
/// stops the later charges, never the refunds: a compensation takes effect at once.
final class Chain {

  private final PaymentGateway gateway;
  private final Clock clock;
  private final Ids ids;
  private final Fences before;
  private final String provider;
  private final Map<OrderId, Payment> decided = new HashMap<>();
  private final Map<OrderId, List<Task.Undecided>> undecided = new HashMap<>();
  private @Nullable Verdict stop;

  /// @param provider whom the gateway asks for a charge that nobody has claimed
  Chain(PaymentGateway gateway, Clock clock, Ids ids, Fences before, String provider) {
    this.gateway = gateway;
    this.clock = clock;
    this.ids = ids;
    this.before = before;
    this.provider = provider;
  }

  List<Verdict> run(List<Task> tasks) {
    List<Verdict> verdicts = new ArrayList<>(tasks.size());
    for (Task task : tasks) {
      Verdict verdict = settle(task);
      if (stop == null && !(verdict instanceof Verdict.Settled)) {
        // an open circuit holds back everything behind it, an unsettled command lets others wait
        stop = verdict instanceof Verdict.NotAsked ? verdict : new Verdict.Behind();
      }
      verdicts.add(verdict);
    }
    return verdicts;
  }

  private Verdict settle(Task task) {
    Payment known =
        decided.containsKey(task.orderId())
            ? decided.get(task.orderId())
            : before.get(task.orderId());
    Ruling ruling = Ruling.on(known == null ? null : known.status(), task.command().body());
    return switch (ruling) {
      case CHARGE -> charge(task, (ChargePayment) task.command().body(), known);
      case VOID -> voidOrder(task, (RefundPayment) task.command().body());
      case UNDO ->
          undoUncertain(task, (RefundPayment) task.command().body(), Objects.requireNonNull(known));
      case GIVE_BACK -> giveBack(task, Objects.requireNonNull(known));
      case REPEAT_CHARGED -> settled(DUPLICATE, charged(Objects.requireNonNull(known)));
      case REPEAT_REFUSED -> settled(DUPLICATE, refused(Objects.requireNonNull(known)));
      case REFUSE_AS_VOIDED ->
          settled(
              ReplayOutcome.REFUSED,
              new PaymentRefused(
                  task.orderId(),
                  PaymentRefusal.ALREADY_VOIDED,
                  "the order was refunded before this charge"));
      case REPEAT_REFUNDED -> settled(DUPLICATE, new PaymentRefunded(task.orderId(), true));
      case REPEAT_NOTHING_TAKEN -> settled(DUPLICATE, new PaymentRefunded(task.orderId(), false));
    };
  }

  /// @param uncertain what an earlier attempt has left, or the claim on this one
  private Verdict charge(Task task, ChargePayment charge, @Nullable Payment uncertain) {
    MessageId key = task.command().id();
    // an attempt whose decision was never stored may have taken it, so a refund has to ask; the
    // same charge may come again under another id, and then for each of them
    undecided
        .computeIfAbsent(charge.orderId(), o -> new ArrayList<>())
        .add(new Task.Undecided(key, charge.amount()));
    if (stop != null) {
      return stop;
    }
    if (uncertain != null && !uncertain.commandId().equals(key)) {
      return new Verdict.Unsettled(
          AMBIGUOUS,
          "charge %s of the same order is uncertain: refund the order first"
              .formatted(uncertain.commandId()));
    }
    if (uncertain == null && !task.customerActive()) {
      return refuseInactive(task, charge);
    }
    Outcome outcome =
        gateway.charge(
            new PaymentGateway.Charge(
                key,
                charge.orderId(),
                charge.customerId().text(),
                charge.amount(),
                uncertain == null ? null : uncertain.claim()));
    return switch (outcome) {
      case Outcome.Approved(var by, var reference) -> take(task, charge, uncertain, by, reference);
      case Outcome.Declined(var detail) ->
          refuse(task, charge, uncertain, PaymentRefusal.PAYMENT_DECLINED, detail);
      case Outcome.Withdrawn(var detail) ->
          refuse(task, charge, uncertain, PaymentRefusal.PAYMENT_DECLINED, detail);
      case Outcome.Unavailable(var detail) ->
          tryAgain(task, charge, uncertain, UNAVAILABLE, detail);
      case Outcome.Ambiguous(var detail) -> tryAgain(task, charge, uncertain, AMBIGUOUS, detail);
      case Outcome.NotAsked(var detail) -> new Verdict.NotAsked(detail);
    };
  }

  private Verdict tryAgain(
      Task task,
      ChargePayment charge,
      @Nullable Payment uncertain,
      Verdict.Obstacle obstacle,
      String detail) {
    if (uncertain != null) {
      return new Verdict.Unsettled(obstacle, detail);
    }
    Payment row = payment(task, charge.amount(), PaymentStatus.UNCERTAIN, null).of(provider, 2);
    return new Verdict.Unsettled(obstacle, detail, new Change(row.because(null, detail), true));
  }

  private Verdict take(
      Task task,
      ChargePayment charge,
      @Nullable Payment uncertain,
      String provider,
      String reference) {
    Payment payment =
        payment(task, charge.amount(), PaymentStatus.CHARGED, uncertain)
            .charged(provider, reference, now());
    return store(payment, charged(payment));
  }

  private Verdict refuse(
      Task task,
      ChargePayment charge,
      @Nullable Payment uncertain,
      PaymentRefusal reason,
      String detail) {
    Payment payment =
        payment(task, charge.amount(), PaymentStatus.REFUSED, uncertain).because(reason, detail);
    return store(payment, refused(payment));
  }

  /// Whoever owned the partition before may have sent the charge and died before it could store
  /// anything. What was taken while the customer could pay stands; it is not given back, because
  /// the customer may be active again by now, and somebody else may be storing that it was taken.
  private Verdict refuseInactive(Task task, ChargePayment charge) {
    return switch (gateway.withdraw(task.command().id())) {
      case Outcome.Approved(var by, var reference) -> take(task, charge, null, by, reference);
      case Outcome.Withdrawn _, Outcome.Declined _ ->
          refuse(
              task,
              charge,
              null,
              PaymentRefusal.CUSTOMER_INACTIVE,
              "the customer has been deactivated");
      case Outcome.Unavailable(var detail) -> tryAgain(task, charge, null, UNAVAILABLE, detail);
      case Outcome.Ambiguous(var detail) -> tryAgain(task, charge, null, AMBIGUOUS, detail);
      case Outcome.NotAsked(var detail) -> new Verdict.NotAsked(detail);
    };
  }

  private Verdict voidOrder(Task task, RefundPayment refund) {
    Set<Task.Undecided> possible = new LinkedHashSet<>(task.undecided());
    possible.addAll(undecided.getOrDefault(refund.orderId(), List.of()));
    Payment payment =
        payment(task, null, PaymentStatus.VOIDED, null).because(null, refund.reason());
    for (Task.Undecided charge : possible) {
      Outcome outcome = undo(task, charge.key(), charge.amount(), null);
      if (!isUndone(outcome)) {
        return unsettled(outcome);
      }
      if (outcome instanceof Outcome.Approved(var by, var reference)) {
        payment = payment.returned(charge, by, reference, now());
      }
    }
    boolean returned = payment.status() == PaymentStatus.REFUNDED;
    return store(payment, new PaymentRefunded(refund.orderId(), returned));
  }

  private Verdict undoUncertain(Task task, RefundPayment refund, Payment known) {
    Task.Undecided charge =
        new Task.Undecided(known.commandId(), Objects.requireNonNull(known.amount()));
    // an attempt in this poll may have gone on to another provider
    String holder = undecided.containsKey(refund.orderId()) ? null : known.provider();
    Outcome outcome = undo(task, charge.key(), charge.amount(), holder);
    if (!isUndone(outcome)) {
      return unsettled(outcome);
    }
    Payment payment =
        payment(task, null, PaymentStatus.VOIDED, known).because(null, refund.reason());
    if (outcome instanceof Outcome.Approved(var by, var reference)) {
      payment = payment.returned(charge, by, reference, now());
    }
    boolean returned = payment.status() == PaymentStatus.REFUNDED;
    return store(payment, new PaymentRefunded(refund.orderId(), returned));
  }

  private Verdict giveBack(Task task, Payment known) {
    Outcome outcome =
        undo(task, known.commandId(), Objects.requireNonNull(known.amount()), known.provider());
    if (!isUndone(outcome)) {
      return unsettled(outcome);
    }
    return store(known.refunded(now()), new PaymentRefunded(task.orderId(), true));
  }

  private Outcome undo(Task task, MessageId charge, Money amount, @Nullable String by) {
    return gateway.refund(new PaymentGateway.Refund(task.command().id(), charge, amount, by));
  }

  /// Either way nobody holds the money.
  private static boolean isUndone(Outcome outcome) {
    return outcome instanceof Outcome.Approved || outcome instanceof Outcome.Withdrawn;
  }

  /// A refund that the provider declines is tried again: somebody has to look at it before the
  /// money is given up.
  private static Verdict unsettled(Outcome outcome) {
    return switch (outcome) {
      case Outcome.NotAsked(var detail) -> new Verdict.NotAsked(detail);
      case Outcome.Unavailable(var detail) -> new Verdict.Unsettled(UNAVAILABLE, detail);
      case Outcome.Ambiguous(var detail) -> new Verdict.Unsettled(AMBIGUOUS, detail);
      case Outcome.Declined(var detail) ->
          new Verdict.Unsettled(REFUND_DECLINED, "refund declined: " + detail);
      case Outcome.Approved _, Outcome.Withdrawn _ ->
          throw new IllegalArgumentException("what was undone is settled");
    };
  }

  private Verdict store(Payment payment, PaymentReply reply) {
    boolean first = !before.contains(payment.orderId()) && !decided.containsKey(payment.orderId());
    decided.put(payment.orderId(), payment);
    return new Verdict.Settled(new Change(payment, first), reply, HANDLED);
  }

  private static Verdict settled(ReplayOutcome outcome, PaymentReply reply) {
    return new Verdict.Settled(null, reply, outcome);
  }

  private static PaymentCharged charged(Payment payment) {
    return new PaymentCharged(
        payment.orderId(), payment.id(), Objects.requireNonNull(payment.amount()));
  }

  private static PaymentRefused refused(Payment payment) {
    return new PaymentRefused(
        payment.orderId(),
        Objects.requireNonNull(payment.refusal()),
        Objects.requireNonNullElse(payment.detail(), ""));
  }

  /// @param replaced the uncertain row that it takes the place of
  private Payment payment(
      Task task, @Nullable Money amount, PaymentStatus status, @Nullable Payment replaced) {
    Message<PaymentCommand> command = task.command();
    return new Payment(
        command.body().orderId(),
        replaced == null ? new PaymentId(ids.get()) : replaced.id(),
        command.body().customerId(),
        command.id(),
        amount,
        status,
        null,
        null,
        null,
        task.origin(),
        task.customerCommittedAt(),
        null,
        null,
        null,
        0);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
