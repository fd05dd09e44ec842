package dev.parkade.payment.gateway;

/// What a call to a provider came to.
public sealed interface Outcome {

  /// Done: the money was taken, or given back.
  ///
  /// @param provider the name of the provider that did it
  /// @param reference the provider's own number for it
  record Approved(String provider, String reference) implements Outcome {}

  /// The provider said no. Asking again with the same key gives the same answer.
  record Declined(String detail) implements Outcome {}

  /// Nothing was taken, and the provider will refuse a request that comes later: of a charge, that
  /// it was withdrawn; of a refund, that there was nothing to give back.
  record Withdrawn(String detail) implements Outcome {}

  /// The provider was asked and this request has certainly done nothing, because the connection was
  /// refused or the provider said so. Asking again later can succeed.
  record Unavailable(String detail) implements Outcome {}

  /// Nobody knows whether the provider has done it. Asking again with the same key is safe.
  record Ambiguous(String detail) implements Outcome {}

  /// The provider was not asked at all, because it is known to be away or busy.
  record NotAsked(String detail) implements Outcome {}
}
