package dev.parkade.inventory.holds;

import static dev.parkade.inventory.world.World.line;
import static dev.parkade.inventory.world.World.reserve;

import dev.parkade.inventory.world.World;
import dev.parkade.inventory.world.World.Answer;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.HoldExpired;
import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.inventory.PricedLine;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.inventory.StockRefusal;
import dev.parkade.messages.inventory.StockRefused;
import dev.parkade.messages.inventory.StockReleased;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happens to one order, and what must follow from it: written down once more, by hand, so
/// that the service is compared with something else than itself.
final class Story {

  /// What can happen to an order.
  enum What {
    RESERVE,
    COMMIT,
    RELEASE,
    /// The time limit of its hold passes, and nobody looks.
    TIME,
    /// The time limit passes, and what is due is given back.
    EXPIRY
  }

  /// The status before, then, for each thing that can happen, the status after it and the answer.
  private static final String TABLE =
      """
      ABSENT     RESERVE=HELD,reserved       COMMIT=RELEASED,expired     RELEASE=RELEASED,released  EXPIRY=ABSENT
      HELD       RESERVE=HELD,reserved       COMMIT=COMMITTED,committed  RELEASE=RELEASED,released  EXPIRY=EXPIRED
      COMMITTED  RESERVE=COMMITTED,reserved  COMMIT=COMMITTED,committed  RELEASE=RELEASED,released  EXPIRY=COMMITTED
      RELEASED   RESERVE=RELEASED,suspended  COMMIT=RELEASED,expired     RELEASE=RELEASED,released  EXPIRY=RELEASED
      EXPIRED    RESERVE=EXPIRED,reserved    COMMIT=EXPIRED,expired      RELEASE=RELEASED,released  EXPIRY=EXPIRED
      REFUSED    RESERVE=REFUSED,unavailable COMMIT=REFUSED,expired      RELEASE=REFUSED,released   EXPIRY=REFUSED
      """;

  /// What the order must look like in the end.
  record Outcome(String status, List<Answer> answers) {}

  private record Event(What what, @Nullable Message<?> command) {}

  private static final Money PRICE = new Money(250, "EUR");

  static final Duration TIME_LIMIT = Duration.ofMinutes(15);

  private final OrderId order;
  private final String sku;
  private final Instant start;
  private final List<Event> events = new ArrayList<>();

  /// @param sku the product of which one unit is wanted; there is none of it if it ends in `-none`
  /// @param number decides which copy of each command has a message id of its own
  /// @param start the time at its beginning; it stands still but for what happens here
  Story(World world, String sku, List<What> order, int number, Instant start) {
    this.order = world.order();
    this.sku = sku;
    this.start = start;
    Map<What, Message<?>> sent = new EnumMap<>(What.class);
    Map<What, Integer> copies = new EnumMap<>(What.class);
    int rest = number;
    Map<What, Integer> fresh = new EnumMap<>(What.class);
    for (What what : What.values()) {
      fresh.put(what, rest % 3);
      rest /= 3;
    }
    for (What what : order) {
      int copy = copies.merge(what, 1, Integer::sum) - 1;
      InventoryCommand command = command(what);
      if (command == null) {
        events.add(new Event(what, null));
      } else if (copy == fresh.get(what)) {
        events.add(new Event(what, world.say(command)));
      } else {
        events.add(new Event(what, sent.computeIfAbsent(what, w -> world.say(command))));
      }
    }
  }

  OrderId order() {
    return order;
  }

  String sku() {
    return sku;
  }

  List<Message<?>> commands() {
    return commands(0, events.size());
  }

  List<Message<?>> before(What what) {
    return commands(0, indexOf(what));
  }

  List<Message<?>> between(What first, What second) {
    return commands(indexOf(first), indexOf(second));
  }

  List<Message<?>> after(What what) {
    return commands(indexOf(what), events.size());
  }

  /// What must have come of it.
  Outcome outcome() {
    String status = "ABSENT";
    Instant now = start;
    Instant held = start;
    List<Answer> answers = new ArrayList<>();
    for (Event event : events) {
      if (event.command() == null) {
        now = now.plus(TIME_LIMIT);
      }
      String[] next =
          event.what() == What.TIME ? new String[] {status} : next(status, event.what());
      held = status.equals("ABSENT") ? now : held;
      status = next[0];
      if (event.command() != null) {
        answers.add(new Answer(event.command().id(), reply(next[1], held.plus(TIME_LIMIT))));
      }
    }
    return new Outcome(status, answers);
  }

  private String[] next(String status, What what) {
    if (status.equals("ABSENT") && what == What.RESERVE && sku.endsWith("-none")) {
      return new String[] {"REFUSED", "unavailable"};
    }
    String row = TABLE.lines().filter(l -> l.startsWith(status + " ")).findFirst().orElseThrow();
    String start = " " + what + "=";
    String cell = row.substring(row.indexOf(start) + start.length()).split(" ", 2)[0];
    return cell.split(",");
  }

  private InventoryReply reply(String answer, Instant expiresAt) {
    return switch (answer) {
      case "reserved" ->
          new StockReserved(
              order, List.of(new PricedLine(Sku.of(sku), 1, PRICE)), PRICE, expiresAt);
      case "unavailable" ->
          new StockRefused(order, StockRefusal.STOCK_UNAVAILABLE, sku + ": 1 asked, 0 available");
      case "suspended" ->
          new StockRefused(
              order,
              StockRefusal.ALREADY_RELEASED,
              "order " + order + " was released, or to be committed, before this reservation");
      case "committed" -> new StockCommitted(order);
      case "released" -> new StockReleased(order);
      case "expired" -> new HoldExpired(order);
      default -> throw new IllegalArgumentException(answer);
    };
  }

  private @Nullable InventoryCommand command(What what) {
    return switch (what) {
      case RESERVE -> reserve(order, line(sku, 1));
      case COMMIT -> new CommitStock(order);
      case RELEASE -> new ReleaseStock(order, "TIMED_OUT");
      case TIME, EXPIRY -> null;
    };
  }

  private List<Message<?>> commands(int from, int to) {
    List<Message<?>> commands = new ArrayList<>();
    for (Event event : events.subList(from, to)) {
      if (event.command() != null) {
        commands.add(event.command());
      }
    }
    return commands;
  }

  private int indexOf(What what) {
    return events.stream().map(Event::what).toList().indexOf(what);
  }

  @Override
  public String toString() {
    return order + ": " + events.stream().map(e -> e.what() + " " + id(e)).toList();
  }

  private static String id(Event event) {
    return event.command() == null ? "" : event.command().id().text().substring(24);
  }
}
