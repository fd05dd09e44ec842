package dev.parkade.payment.parking;

import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.payment.gateway.Outcome;
import dev.parkade.payment.gateway.Provider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A payment provider with an honest ledger and a bad line: requests and answers get lost, and some
/// requests arrive long after everybody has stopped waiting for them. What happens follows from
/// seed, request and count, so that a run can be repeated.
final class ModelProvider {

  private enum State {
    TAKEN,
    REFUNDED,
    DECLINED,
    VOIDED
  }

  private enum Line {
    GOOD,
    REFUSES,
    LOSES_REQUEST,
    DELAYS_REQUEST,
    LOSES_ANSWER
  }

  /// Told when money is taken.
  interface Watcher {
    void taken(String provider, MessageId charge, OrderId order, boolean late);
  }

  private final String name;
  private final long seed;
  private final Watcher watcher;
  private final Map<MessageId, State> ledger = new LinkedHashMap<>();
  private final Map<MessageId, OrderId> orders = new HashMap<>();
  private final Map<String, Integer> requests = new HashMap<>();
  private final List<Runnable> underWay = new ArrayList<>();
  private boolean healthy;

  ModelProvider(String name, long seed, Watcher watcher) {
    this.name = name;
    this.seed = seed;
    this.watcher = watcher;
  }

  /// From now on every request is answered.
  void heal() {
    healthy = true;
  }

  /// A request of long ago arrives.
  void arrive(int which) {
    if (!underWay.isEmpty()) {
      underWay.remove(Math.floorMod(which, underWay.size())).run();
    }
  }

  void arriveAll() {
    while (!underWay.isEmpty()) {
      arrive(0);
    }
  }

  boolean holdsMoneyOf(OrderId order) {
    return ledger.entrySet().stream()
        .anyMatch(e -> e.getValue() == State.TAKEN && order.equals(orders.get(e.getKey())));
  }

  boolean everTookMoneyOf(OrderId order) {
    return ledger.entrySet().stream()
        .anyMatch(
            e ->
                (e.getValue() == State.TAKEN || e.getValue() == State.REFUNDED)
                    && order.equals(orders.get(e.getKey())));
  }

  /// The provider as it is reached from a machine.
  Provider from(ModelMachine machine) {
    return new Provider() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Outcome charge(Charge charge) {
        return machine.request(
            () ->
                send(
                    "charge" + charge.key(),
                    () -> take(charge, false),
                    () -> {
                      var unused = take(charge, true);
                    }));
      }

      @Override
      public Outcome refund(Refund refund) {
        return machine.request(
            () -> send("refund" + refund.key(), () -> giveBack(refund.charge()), null));
      }

      @Override
      public Optional<Outcome> find(MessageId charge) {
        Outcome found = machine.request(() -> send("find" + charge, () -> known(charge), null));
        return switch (found) {
          case Outcome.Approved _, Outcome.Declined _, Outcome.Withdrawn _ -> Optional.of(found);
          case Outcome.Unavailable _, Outcome.Ambiguous _, Outcome.NotAsked _ -> Optional.empty();
        };
      }

      @Override
      public Outcome withdraw(MessageId charge) {
        return machine.request(
            () ->
                send(
                    "withdraw" + charge,
                    () -> {
                      ledger.putIfAbsent(charge, State.VOIDED);
                      return known(charge);
                    },
                    null));
      }
    };
  }

  /// @param late what a lost request does when it arrives after all; null if it never does
  private Outcome send(String request, Supplier<Outcome> effect, @Nullable Runnable late) {
    return switch (line(request)) {
      case GOOD -> effect.get();
      case REFUSES -> new Outcome.Unavailable(name + " refuses the connection");
      case LOSES_REQUEST -> new Outcome.Ambiguous("the request to " + name + " is lost");
      case DELAYS_REQUEST -> {
        if (late != null) {
          underWay.add(late);
        }
        yield new Outcome.Ambiguous("the request to " + name + " is under way");
      }
      case LOSES_ANSWER -> {
        var unused = effect.get();
        yield new Outcome.Ambiguous("the answer of " + name + " is lost");
      }
    };
  }

  private Line line(String request) {
    int count = requests.merge(request, 1, Integer::sum);
    if (healthy) {
      return Line.GOOD;
    }
    return switch (mixed(request.hashCode() * 31 + count) % 14) {
      case 0, 1 -> Line.REFUSES;
      case 2 -> Line.LOSES_REQUEST;
      case 3 -> Line.DELAYS_REQUEST;
      case 4, 5 -> Line.LOSES_ANSWER;
      default -> Line.GOOD;
    };
  }

  private Outcome take(Provider.Charge charge, boolean late) {
    orders.put(charge.key(), charge.order());
    if (!ledger.containsKey(charge.key())) {
      boolean declines = mixed(charge.order().hashCode()) % 11 == 0;
      ledger.put(charge.key(), declines ? State.DECLINED : State.TAKEN);
      if (!declines) {
        watcher.taken(name, charge.key(), charge.order(), late);
      }
    }
    return known(charge.key());
  }

  private Outcome giveBack(MessageId charge) {
    State state = ledger.merge(charge, State.VOIDED, (old, none) -> undone(old));
    return state == State.REFUNDED
        ? new Outcome.Approved(name, "refund")
        : new Outcome.Withdrawn(name + " had taken nothing");
  }

  private static State undone(State state) {
    return state == State.TAKEN ? State.REFUNDED : state;
  }

  private Outcome known(MessageId charge) {
    return switch (ledger.get(charge)) {
      case null -> new Outcome.Ambiguous(name + " knows of no such charge");
      case TAKEN -> new Outcome.Approved(name, "charge");
      case REFUNDED -> new Outcome.Declined("the charge was undone");
      case DECLINED -> new Outcome.Declined("too much");
      case VOIDED -> new Outcome.Withdrawn(name + " has taken nothing and will not");
    };
  }

  private int mixed(int value) {
    long hash = (Objects.hash(name.length(), value) ^ seed) * 0x9E3779B97F4A7C15L;
    return (int) (hash >>> 33);
  }
}
