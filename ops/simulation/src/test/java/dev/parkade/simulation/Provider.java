package dev.parkade.simulation;

import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.payment.gateway.Outcome;
import dev.parkade.payment.gateway.PaymentGateway;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A payment provider with idempotency keys, on a line that loses requests and answers.
final class Provider implements PaymentGateway {

  private enum State {
    TAKEN,
    REFUNDED,
    DECLINED,
    VOIDED
  }

  /// @param order null if it was voided before it was asked for
  private record Entry(@Nullable OrderId order, @Nullable Money amount, State state) {}

  private static final String NAME = "alpha";

  private final Chance chance;
  private final Faults faults;
  private final Trace trace;
  private final Oracle oracle;
  private final Set<Sight> seen;
  private final Map<MessageId, Entry> ledger = new LinkedHashMap<>();

  Provider(World world) {
    chance = world.chance;
    faults = world.faults;
    trace = world.trace;
    oracle = world.oracle;
    seen = world.seen;
  }

  @Override
  public Outcome charge(Charge charge) {
    if (faults.troubles()) {
      return switch (chance.below(3)) {
        case 0 -> new Outcome.Unavailable("refused the connection");
        case 1 -> new Outcome.Ambiguous("the request was lost");
        default -> {
          take(charge);
          yield new Outcome.Ambiguous("the answer was lost");
        }
      };
    }
    take(charge);
    return known(charge.key());
  }

  private void take(Charge charge) {
    if (ledger.containsKey(charge.key())) {
      return;
    }
    boolean declines = chance.oneIn(8);
    State state = declines ? State.DECLINED : State.TAKEN;
    ledger.put(charge.key(), new Entry(charge.order(), charge.amount(), state));
    seen.add(declines ? Sight.DECLINED : Sight.CHARGED);
    trace.say("provider", () -> state + " " + charge.amount() + " for " + charge.order());
    if (!declines) {
      oracle.taken(charge.key(), charge.order());
    }
  }

  @Override
  public Outcome refund(Refund refund) {
    if (faults.troubles()) {
      return switch (chance.below(3)) {
        case 0 -> new Outcome.Unavailable("refused the connection");
        case 1 -> new Outcome.Ambiguous("the request was lost");
        default -> {
          giveBack(refund.charge());
          yield new Outcome.Ambiguous("the answer was lost");
        }
      };
    }
    giveBack(refund.charge());
    Entry entry = ledger.get(refund.charge());
    return entry.state() == State.REFUNDED
        ? new Outcome.Approved(NAME, "refund")
        : new Outcome.Withdrawn("nothing was taken");
  }

  private void giveBack(MessageId charge) {
    Entry entry = ledger.get(charge);
    if (entry == null) {
      ledger.put(charge, new Entry(null, null, State.VOIDED));
    } else if (entry.state() == State.TAKEN) {
      ledger.put(charge, new Entry(entry.order(), entry.amount(), State.REFUNDED));
      seen.add(Sight.REFUNDED);
      trace.say("provider", () -> "RETURNS " + entry.amount() + " for " + entry.order());
      oracle.returned(entry.order());
    }
  }

  @Override
  public Outcome withdraw(MessageId charge) {
    if (faults.troubles()) {
      return new Outcome.Unavailable("refused the connection");
    }
    ledger.putIfAbsent(charge, new Entry(null, null, State.VOIDED));
    return known(charge);
  }

  private Outcome known(MessageId charge) {
    return switch (ledger.get(charge).state()) {
      case TAKEN -> new Outcome.Approved(NAME, "charge");
      case REFUNDED -> new Outcome.Declined("the charge was undone");
      case DECLINED -> new Outcome.Declined("too much");
      case VOIDED -> new Outcome.Withdrawn("nothing was taken, and nothing will be");
    };
  }

  /// What it holds of an order's money.
  long held(OrderId order) {
    long held = 0;
    for (Entry entry : ledger.values()) {
      if (entry.state() == State.TAKEN && order.equals(entry.order())) {
        held += entry.amount().amount();
      }
    }
    return held;
  }
}
