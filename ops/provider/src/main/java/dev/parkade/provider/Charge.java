package dev.parkade.provider;

import org.jspecify.annotations.Nullable;

/// A charge as the simulated provider remembers it.
///
/// @param key the idempotency key
/// @param body what was asked for; null if it was voided before it was asked for
/// @param reason why it was declined; null otherwise
/// @param requests how many requests with this key reached the ledger
public record Charge(
    String key,
    String id,
    @Nullable ChargeBody body,
    Status status,
    @Nullable String reason,
    int requests) {

  /// What became of it.
  public enum Status {
    /// The money was taken, exactly once.
    TAKEN,
    /// Nothing was taken. Final.
    DECLINED,
    /// Nothing was taken, and a request that is still under way will be refused. Final.
    VOIDED,
    /// The money was taken and given back. Final.
    REFUNDED
  }

  Charge asked() {
    return new Charge(key, id, body, status, reason, requests + 1);
  }

  Charge refunded() {
    return new Charge(key, id, body, Status.REFUNDED, reason, requests);
  }
}
