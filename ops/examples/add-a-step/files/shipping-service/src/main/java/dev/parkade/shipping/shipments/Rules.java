package dev.parkade.shipping.shipments;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.shipping.BookShipment;
import dev.parkade.messages.shipping.CancelShipment;
import dev.parkade.messages.shipping.ShipmentBooked;
import dev.parkade.messages.shipping.ShipmentCancelled;
import dev.parkade.messages.shipping.ShipmentRefusal;
import dev.parkade.messages.shipping.ShipmentRefused;
import dev.parkade.messages.shipping.ShippingCommand;
import dev.parkade.messages.shipping.ShippingReply;
import java.util.function.Supplier;

/// The rule for every pair of status and command, in one place. Nothing is stored here.
final class Rules {

  private final long maxUnits;
  private final Supplier<String> trackings;

  /// @param maxUnits what fits into one parcel
  /// @param trackings a number for each new parcel
  Rules(long maxUnits, Supplier<String> trackings) {
    this.maxUnits = maxUnits;
    this.trackings = trackings;
  }

  /// What follows from a command.
  ///
  /// @param after the shipment afterwards; the same one if nothing happens
  /// @param outcome what it means if the command is a replayed dead letter
  record Ruling(Shipment after, ShippingReply reply, ReplayOutcome outcome) {}

  Ruling of(Shipment shipment, ShippingCommand command) {
    return switch (command) {
      case BookShipment book -> book(shipment, book);
      case CancelShipment _ -> cancel(shipment);
    };
  }

  private Ruling book(Shipment shipment, BookShipment book) {
    return switch (shipment.status()) {
      case ABSENT -> decide(shipment, book);
      // a repetition: the same answer again
      case BOOKED -> new Ruling(shipment, booked(shipment), ReplayOutcome.DUPLICATE);
      case REFUSED -> new Ruling(shipment, tooLarge(shipment), ReplayOutcome.DUPLICATE);
      // suspension: the compensation came first
      case CANCELLED ->
          new Ruling(
              shipment,
              new ShipmentRefused(
                  shipment.orderId(),
                  ShipmentRefusal.ALREADY_CANCELLED,
                  "order " + shipment.orderId() + " was cancelled before this booking"),
              ReplayOutcome.REFUSED);
    };
  }

  private Ruling decide(Shipment shipment, BookShipment book) {
    if (book.units() > maxUnits) {
      Shipment refused = shipment.refused(book.units());
      return new Ruling(refused, tooLarge(refused), ReplayOutcome.HANDLED);
    }
    Shipment parcel = shipment.booked(book.units(), trackings.get());
    return new Ruling(parcel, booked(parcel), ReplayOutcome.HANDLED);
  }

  private static Ruling cancel(Shipment shipment) {
    var reply = new ShipmentCancelled(shipment.orderId());
    return switch (shipment.status()) {
      // ABSENT is the empty rollback: it leaves a fence for the action that may still come
      case ABSENT, BOOKED -> new Ruling(shipment.cancelled(), reply, ReplayOutcome.HANDLED);
      case REFUSED, CANCELLED -> new Ruling(shipment, reply, ReplayOutcome.DUPLICATE);
    };
  }

  private static ShippingReply booked(Shipment shipment) {
    return new ShipmentBooked(
        shipment.orderId(), requireNonNull(shipment.tracking(), "booked without tracking"));
  }

  private ShippingReply tooLarge(Shipment shipment) {
    return new ShipmentRefused(
        shipment.orderId(),
        ShipmentRefusal.PARCEL_TOO_LARGE,
        "a parcel takes %d units at most, not %d".formatted(maxUnits, shipment.units()));
  }
}
