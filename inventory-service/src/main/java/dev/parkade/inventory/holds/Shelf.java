package dev.parkade.inventory.holds;

import dev.parkade.messages.money.Money;

/// The units of one product while commands are decided. The row is locked, so nobody else can
/// change it. Not thread-safe.
final class Shelf {

  private final Money price;
  private final long availableBefore;
  private final long heldBefore;
  private final long soldBefore;
  private long available;
  private long held;
  private long sold;

  Shelf(Money price, long available, long held, long sold) {
    this.price = price;
    this.available = available;
    this.held = held;
    this.sold = sold;
    this.availableBefore = available;
    this.heldBefore = held;
    this.soldBefore = sold;
  }

  Money price() {
    return price;
  }

  long available() {
    return available;
  }

  long held() {
    return held;
  }

  long sold() {
    return sold;
  }

  boolean isChanged() {
    return available != availableBefore || held != heldBefore || sold != soldBefore;
  }

  void hold(long units) {
    available -= units;
    held += units;
  }

  void move(Ruling.Move move, long units) {
    switch (move) {
      case NOTHING -> {}
      case SELL -> {
        held -= units;
        sold += units;
      }
      case GIVE_BACK -> {
        held -= units;
        available += units;
      }
      case TAKE_BACK -> {
        sold -= units;
        available += units;
      }
    }
  }
}
