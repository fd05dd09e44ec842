package dev.parkade.payment.parking;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.payment.scenario.World;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What happens to the payment of one order, and what must follow from it: written down once more,
/// by hand, so that the service is compared with something else than itself.
final class Story {

  /// What can happen to a payment.
  enum What {
    CHARGE,
    REFUND,
    /// What its charges wait for comes: the customer, the end of a block, the provider's voice.
    OPEN
  }

  /// Whose payment it is.
  enum Payer {
    KNOWN,
    /// Until it is opened.
    UNKNOWN,
    /// By a dead letter of an earlier order, until it is opened.
    BLOCKED,
    INACTIVE,
    /// Known, but the provider declines.
    WITHOUT_COVER,
    /// Known, but the provider takes the money and says nothing, until it is opened.
    UNHEARD
  }

  /// The status before, then, for each command, the status after it and the answer.
  private static final String TABLE =
      """
      NONE       CHARGE=CHARGED,charged           REFUND=VOIDED,nothing
      CHARGED    CHARGE=CHARGED,charged           REFUND=REFUNDED,returned
      REFUSED    CHARGE=REFUSED,<refusal>         REFUND=REFUSED,nothing
      REFUNDED   CHARGE=REFUNDED,ALREADY_VOIDED   REFUND=REFUNDED,returned
      VOIDED     CHARGE=VOIDED,ALREADY_VOIDED     REFUND=VOIDED,nothing
      """;

  /// An answer, in a word, and the command that it answers.
  record Answer(MessageId cause, String word) {}

  /// What must have come of it so far.
  ///
  /// @param status that of the payment, NONE if there is none
  /// @param waited the charges that were parked at some time
  /// @param waiting those that still are
  /// @param takenBy the charge for which the provider took the money; null if it took none
  record Outcome(
      String status,
      List<Answer> answers,
      Set<MessageId> waited,
      Set<MessageId> waiting,
      @Nullable MessageId takenBy) {

    /// Whether the provider gave back what it took.
    boolean isReturned() {
      return status.equals("REFUNDED");
    }
  }

  private record Event(What what, @Nullable Message<? extends PaymentCommand> command) {}

  private final OrderId order = World.someOrder();
  private final Payer payer;
  private final CustomerId customer;
  private final List<Event> events = new ArrayList<>();

  /// @param number decides which copy of the charge, and which of the refund, has a message id of
  ///     its own
  Story(World world, Payer payer, List<What> whats, int number) {
    this.payer = payer;
    this.customer = World.someCustomer("c");
    long cents = payer == Payer.WITHOUT_COVER ? 1013 : 1000;
    var charge = world.charge(customer, order, cents);
    var refund = world.refund(customer, order);
    int charges = 0;
    int refunds = 0;
    for (What what : whats) {
      Message<? extends PaymentCommand> command =
          switch (what) {
            case CHARGE -> charges++ == number % 3 ? world.charge(customer, order, cents) : charge;
            case REFUND -> refunds++ == number / 3 % 3 ? world.refund(customer, order) : refund;
            case OPEN -> null;
          };
      events.add(new Event(what, command));
    }
  }

  OrderId order() {
    return order;
  }

  CustomerId customer() {
    return customer;
  }

  Payer payer() {
    return payer;
  }

  int length() {
    return events.size();
  }

  /// Where it is opened; its length if it never is.
  int opening() {
    int opening = events.stream().map(Event::what).toList().indexOf(What.OPEN);
    return opening < 0 ? length() : opening;
  }

  /// The commands among these events.
  List<Message<? extends PaymentCommand>> commands(int from, int to) {
    List<Message<? extends PaymentCommand>> commands = new ArrayList<>();
    for (Event event : events.subList(from, to)) {
      if (event.command() != null) {
        commands.add(event.command());
      }
    }
    return commands;
  }

  List<Message<? extends PaymentCommand>> commands() {
    return commands(0, length());
  }

  /// What must have come of all of it.
  Outcome outcome() {
    return outcome(length());
  }

  /// What must have come of its first events.
  Outcome outcome(int count) {
    var state = new State();
    events.subList(0, count).forEach(state::happens);
    return new Outcome(state.status, state.answers, state.waited, state.waiting, state.takenBy);
  }

  private final class State {

    private final List<Answer> answers = new ArrayList<>();
    private final Set<MessageId> waited = new LinkedHashSet<>();
    private final Set<MessageId> waiting = new LinkedHashSet<>();
    private boolean open =
        payer == Payer.KNOWN || payer == Payer.INACTIVE || payer == Payer.WITHOUT_COVER;
    private String status = "NONE";
    private @Nullable MessageId takenBy;

    private void happens(Event event) {
      switch (event.what()) {
        case OPEN -> {
          open = true;
          waiting.forEach(this::charge);
          waiting.clear();
        }
        case CHARGE -> {
          MessageId id = requireNonNull(event.command()).id();
          if (open || !status.equals("NONE")) {
            charge(id);
          } else {
            wait(id);
          }
        }
        case REFUND -> {
          // they are never answered: the refund is the answer to them
          waiting.clear();
          if (takenBy != null && status.equals("NONE")) {
            status = "CHARGED";
          }
          answer(requireNonNull(event.command()).id(), What.REFUND);
        }
      }
    }

    private void wait(MessageId charge) {
      if (payer == Payer.UNHEARD && takenBy == null) {
        takenBy = charge;
      }
      waited.add(charge);
      waiting.add(charge);
    }

    private void charge(MessageId id) {
      boolean refused = payer == Payer.INACTIVE || payer == Payer.WITHOUT_COVER;
      if (status.equals("NONE") && refused) {
        status = "REFUSED";
      } else if (status.equals("NONE")) {
        takenBy = takenBy == null ? id : takenBy;
      }
      answer(id, What.CHARGE);
    }

    private void answer(MessageId id, What what) {
      String row = TABLE.lines().filter(l -> l.startsWith(status + " ")).findFirst().orElseThrow();
      String start = " " + what + "=";
      String[] cell =
          row.substring(row.indexOf(start) + start.length()).split(" ", 2)[0].split(",");
      status = cell[0];
      String refusal = payer == Payer.INACTIVE ? "CUSTOMER_INACTIVE" : "PAYMENT_DECLINED";
      answers.add(new Answer(id, cell[1].replace("<refusal>", refusal)));
    }
  }

  @Override
  public String toString() {
    return payer + " " + order + " " + events.stream().map(e -> e.what() + text(e)).toList();
  }

  private static String text(Event event) {
    return event.command() == null ? "" : " " + event.command().id().text().substring(24);
  }
}
