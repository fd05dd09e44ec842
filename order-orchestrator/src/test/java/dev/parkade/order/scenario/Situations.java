package dev.parkade.order.scenario;

import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.reserved;

import dev.parkade.messages.id.OrderId;

/// Orders that have come so far, each a new one.
public final class Situations {

  private final Participants participants = Participants.shared();
  private final Api api;

  public Situations(Api api) {
    this.api = api;
  }

  /// Its stock is set aside, and its payment is awaited.
  public OrderId charging() {
    OrderId order = api.place();
    participants.answer(order, reserved(order));
    api.awaitState(order, "CHARGING");
    return order;
  }

  /// Its money is taken, and the commit of its stock is awaited.
  public OrderId paid() {
    OrderId order = charging();
    participants.answer(order, charged(order));
    api.awaitState(order, "COMMITTING");
    return order;
  }
}
