package dev.parkade.shipping.shipments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.shipping.BookShipment;
import dev.parkade.messages.shipping.CancelShipment;
import dev.parkade.messages.shipping.ShipmentBooked;
import dev.parkade.messages.shipping.ShipmentCancelled;
import dev.parkade.messages.shipping.ShipmentRefusal;
import dev.parkade.messages.shipping.ShipmentRefused;
import dev.parkade.messages.shipping.ShippingCommand;
import dev.parkade.messages.shipping.ShippingReply;
import dev.parkade.testkit.arrangement.Arrangements;
import dev.parkade.testkit.time.SequentialIds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every order in which a booking, its cancellation and their repetitions can arrive.
class RulesTest {

  private static final OrderId ORDER = new OrderId(SequentialIds.nth(1));
  private static final ShippingCommand BOOK = new BookShipment(ORDER, CustomerId.of("ada"), 10);
  private static final ShippingCommand HUGE = new BookShipment(ORDER, CustomerId.of("ada"), 11);
  private static final ShippingCommand CANCEL = new CancelShipment(ORDER, "OPERATOR_DECISION");

  private final SequentialIds ids = new SequentialIds();
  private final Rules rules = new Rules(10, () -> "PK-" + ids.get());
  private Shipment shipment = Shipment.absent(ORDER);

  @Test
  void aRepeatedBookingIsTheSameParcelWithTheSameAnswer() {
    ShippingReply first = when(BOOK);
    Shipment booked = shipment;

    ShippingReply again = when(BOOK);

    assertThat(again).isEqualTo(first).isInstanceOf(ShipmentBooked.class);
    assertThat(shipment).isEqualTo(booked);
  }

  @Test
  void whatFitsIntoNoParcelIsRefusedHoweverOftenItIsAsked() {
    ShippingReply first = when(HUGE);

    assertThat(refusal(first)).isEqualTo(ShipmentRefusal.PARCEL_TOO_LARGE);
    assertThat(when(HUGE)).isEqualTo(first);
  }

  @Test
  void aCancellationThatComesFirstLeavesAFence() {
    assertThat(when(CANCEL)).isInstanceOf(ShipmentCancelled.class);
    assertThat(shipment.status()).isEqualTo(ShipmentStatus.CANCELLED);

    assertThat(refusal(when(BOOK))).isEqualTo(ShipmentRefusal.ALREADY_CANCELLED);
    assertThat(shipment.status()).isEqualTo(ShipmentStatus.CANCELLED);
  }

  @Test
  void whateverTheOrderOfArrivalThereIsNoParcelAfterACancellation() {
    List<List<ShippingCommand>> arrivals = arrivals();
    assertThat(arrivals).hasSize(10);

    for (List<ShippingCommand> arrival : arrivals) {
      shipment = Shipment.absent(ORDER);
      boolean cancelled = false;
      List<ShippingReply> replies = new ArrayList<>();
      for (ShippingCommand command : arrival) {
        replies.add(when(command));
        cancelled |= command == CANCEL;
        assertThat(shipment.status())
            .as("%s -> %s", arrival, replies)
            .isEqualTo(cancelled ? ShipmentStatus.CANCELLED : ShipmentStatus.BOOKED);
      }
    }
  }

  /// Booked three times and cancelled twice, in every order.
  private static List<List<ShippingCommand>> arrivals() {
    return Arrangements.of(List.of("book", "book", "book", "cancel", "cancel")).stream()
        .map(names -> names.stream().map(name -> name.equals("book") ? BOOK : CANCEL).toList())
        .toList();
  }

  private ShippingReply when(ShippingCommand command) {
    Rules.Ruling ruling = rules.of(shipment, command);
    shipment = ruling.after();
    return ruling.reply();
  }

  @Test
  void saysOfEachCommandWhatItMeansForAReplay() {
    assertThat(List.of(BOOK, BOOK, CANCEL, CANCEL, BOOK))
        .extracting(this::outcome)
        .containsExactly(
            ReplayOutcome.HANDLED,
            ReplayOutcome.DUPLICATE,
            ReplayOutcome.HANDLED,
            ReplayOutcome.DUPLICATE,
            ReplayOutcome.REFUSED);
  }

  private ReplayOutcome outcome(ShippingCommand command) {
    Rules.Ruling ruling = rules.of(shipment, command);
    shipment = ruling.after();
    return ruling.outcome();
  }

  private static ShipmentRefusal refusal(ShippingReply reply) {
    return ((ShipmentRefused) reply).reason();
  }
}
