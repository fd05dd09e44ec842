package dev.parkade.provider;

import dev.parkade.provider.Charge.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the simulated provider has taken and given back: in memory, gone with the process. Every
/// change is one step under one lock, so a key is decided exactly once whatever comes at the same
/// time.
final class Ledger {

  /// A bound on memory; a simulator that has seen so many is started again.
  private static final int LARGEST = 500_000;

  /// @param replayed whether the key had been decided before
  record Answer<T>(T entry, boolean replayed) {}

  private final String name;
  private final Map<String, Charge> charges = new LinkedHashMap<>();
  private final Map<String, Refund> refunds = new LinkedHashMap<>();
  private int lastId;

  Ledger(String name) {
    this.name = name;
  }

  synchronized Answer<Charge> charge(String key, ChargeBody body) {
    Charge known = charges.get(key);
    if (known == null) {
      checkRoom();
      boolean declined = body.amountMinor() % 100 == 13;
      String reason = declined ? "the simulator declines amounts that end in 13" : null;
      Status status = declined ? Status.DECLINED : Status.TAKEN;
      Charge charge = new Charge(key, nextId("charge"), body, status, reason, 1);
      charges.put(key, charge);
      return new Answer<>(charge, false);
    }
    if (known.body() != null && !known.body().equals(body)) {
      throw new Refusal(
          422, "key-reused", "charge " + key + " was asked for with another body: use a new key");
    }
    charges.put(key, known.asked());
    return new Answer<>(known, true);
  }

  /// From now on a charge that is not known is refused; one that is known stays what it is.
  synchronized Charge voidUnlessTaken(String key) {
    checkRoom();
    return charges.computeIfAbsent(
        key, k -> new Charge(k, nextId("void"), null, Status.VOIDED, null, 0));
  }

  synchronized Answer<Refund> refund(String key, RefundBody body) {
    Refund known = refunds.get(key);
    if (known != null) {
      if (!known.body().equals(body)) {
        throw new Refusal(
            422, "key-reused", "refund " + key + " was asked for with another body: use a new key");
      }
      return new Answer<>(known, true);
    }
    Charge charge = voidUnlessTaken(body.charge());
    ChargeBody taken = charge.body();
    if (taken != null
        && !(taken.amountMinor().equals(body.amountMinor())
            && taken.currency().equals(body.currency()))) {
      throw new Refusal(
          422,
          "amount-differs",
          "charge " + charge.key() + " is of another amount than its refund");
    }
    if (charge.status() == Status.TAKEN) {
      charges.put(charge.key(), charge.refunded());
    }
    boolean returned = charge.status() == Status.TAKEN || charge.status() == Status.REFUNDED;
    Refund refund = new Refund(key, nextId("refund"), body, returned);
    refunds.put(key, refund);
    return new Answer<>(refund, false);
  }

  synchronized Optional<Charge> charge(String key) {
    return Optional.ofNullable(charges.get(key));
  }

  synchronized Optional<Refund> refund(String key) {
    return Optional.ofNullable(refunds.get(key));
  }

  synchronized List<Charge> charges() {
    return List.copyOf(charges.values());
  }

  synchronized List<Refund> refunds() {
    return List.copyOf(refunds.values());
  }

  private void checkRoom() {
    if (charges.size() + refunds.size() >= LARGEST) {
      throw new Refusal(
          503, "unavailable-before-work", "the simulator's ledger is full: start it again");
    }
  }

  private String nextId(String kind) {
    lastId++;
    return name + "-" + kind + "-" + lastId;
  }
}
