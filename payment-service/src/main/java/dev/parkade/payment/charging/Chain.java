package dev.parkade.payment.charging;

import static dev.parkade.payment.charging.Verdict.Obstacle.AMBIGUOUS;
import static dev.parkade.payment.charging.Verdict.Obstacle.REFUND_DECLINED;
import static dev.parkade.payment.charging.Verdict.Obstacle.UNAVAILABLE;

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
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.payment.gateway.Outcome;
import dev.parkade.payment.gateway.PaymentGateway;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Decides the commands of one customer, one after the other. A charge without a definite answer
/// stops the later charges, never the refunds: a compensation takes effect at once.
final class Chain {

  private final PaymentGateway gateway;
  private final Clock clock;
  private final Ids ids;
  private final Fences before;
  private final Map<OrderId, Payment> decided = new HashMap<>();
  private final Map<OrderId, Task.Undecided> undecided = new HashMap<>();
  private @Nullable Verdict stop;

  Chain(PaymentGateway gateway, Clock clock, Ids ids, Fences before) {
    this.gateway = gateway;
    this.clock = clock;
    this.ids = ids;
    this.before = before;
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
      case CHARGE -> stop != null ? stop : charge(task, (ChargePayment) task.command().body());
      case VOID -> voidOrder(task, (RefundPayment) task.command().body());
      case GIVE_BACK -> giveBack(task, Objects.requireNonNull(known));
      case REPEAT_CHARGED -> settled(charged(Objects.requireNonNull(known)));
      case REPEAT_REFUSED -> settled(refused(Objects.requireNonNull(known)));
      case REFUSE_AS_VOIDED ->
          settled(
              new PaymentRefused(
                  task.orderId(),
                  PaymentRefusal.ALREADY_VOIDED,
                  "the order was refunded before this charge"));
      case REPEAT_REFUNDED -> settled(new PaymentRefunded(task.orderId(), true));
      case REPEAT_NOTHING_TAKEN -> settled(new PaymentRefunded(task.orderId(), false));
    };
  }

  private Verdict charge(Task task, ChargePayment charge) {
    MessageId key = task.command().id();
    if (!task.customerActive()) {
      // an attempt whose outcome was lost may have taken it while the customer was active
      return gateway.find(key).orElse(null) instanceof Outcome.Approved(var reference)
          ? take(task, charge, reference)
          : refuse(
              task, charge, PaymentRefusal.CUSTOMER_INACTIVE, "the customer has been deactivated");
    }
    Outcome outcome =
        gateway.charge(new PaymentGateway.Charge(key, charge.customerId().text(), charge.amount()));
    return switch (outcome) {
      case Outcome.Approved(var reference) -> take(task, charge, reference);
      case Outcome.Declined(var detail) ->
          refuse(task, charge, PaymentRefusal.PAYMENT_DECLINED, detail);
      case Outcome.Unavailable(var detail) -> new Verdict.Unsettled(UNAVAILABLE, detail);
      case Outcome.Ambiguous(var detail) -> {
        undecided.put(charge.orderId(), new Task.Undecided(key, charge.amount()));
        yield new Verdict.Unsettled(AMBIGUOUS, detail);
      }
      case Outcome.NotAsked(var detail) -> new Verdict.NotAsked(detail);
    };
  }

  private Verdict take(Task task, ChargePayment charge, String reference) {
    Payment payment =
        payment(task, charge.amount(), PaymentStatus.CHARGED, null, null, reference, now());
    return store(payment, charged(payment));
  }

  private Verdict refuse(Task task, ChargePayment charge, PaymentRefusal reason, String detail) {
    Payment payment =
        payment(task, charge.amount(), PaymentStatus.REFUSED, reason, detail, null, null);
    return store(payment, refused(payment));
  }

  private Verdict voidOrder(Task task, RefundPayment refund) {
    List<Task.Undecided> possible = new ArrayList<>(task.undecided());
    Task.Undecided here = undecided.get(refund.orderId());
    if (here != null) {
      possible.add(here);
    }
    for (Task.Undecided charge : possible) {
      Outcome outcome = undo(task, charge.key(), charge.amount());
      if (!(outcome instanceof Outcome.Approved)) {
        return unsettled(outcome);
      }
    }
    Payment payment = payment(task, null, PaymentStatus.VOIDED, null, refund.reason(), null, null);
    return store(payment, new PaymentRefunded(refund.orderId(), false));
  }

  private Verdict giveBack(Task task, Payment known) {
    Outcome outcome = undo(task, known.commandId(), Objects.requireNonNull(known.amount()));
    if (!(outcome instanceof Outcome.Approved)) {
      return unsettled(outcome);
    }
    return store(known.refunded(now()), new PaymentRefunded(task.orderId(), true));
  }

  private Outcome undo(Task task, MessageId charge, Money amount) {
    return gateway.refund(new PaymentGateway.Refund(task.command().id(), charge, amount));
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
      case Outcome.Approved _ -> throw new IllegalArgumentException("an approval is settled");
    };
  }

  private Verdict store(Payment payment, dev.parkade.messages.payment.PaymentReply reply) {
    boolean first =
        before.get(payment.orderId()) == null && !decided.containsKey(payment.orderId());
    decided.put(payment.orderId(), payment);
    return new Verdict.Settled(new Change(payment, first), reply);
  }

  private static Verdict settled(dev.parkade.messages.payment.PaymentReply reply) {
    return new Verdict.Settled(null, reply);
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

  private Payment payment(
      Task task,
      @Nullable Money amount,
      PaymentStatus status,
      @Nullable PaymentRefusal refusal,
      @Nullable String detail,
      @Nullable String reference,
      @Nullable Instant chargedAt) {
    Message<PaymentCommand> command = task.command();
    return new Payment(
        command.body().orderId(),
        new PaymentId(ids.get()),
        command.body().customerId(),
        command.id(),
        amount,
        status,
        refusal,
        detail,
        reference,
        task.origin(),
        task.customerCommittedAt(),
        chargedAt,
        null);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
