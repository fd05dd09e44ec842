package dev.parkade.payment.gateway;

/// What a call to a provider came to.
public sealed interface Outcome {

  /// Done: the money was taken, or given back.
  ///
  /// @param reference the provider's own number for it
  record Approved(String reference) implements Outcome {}

  /// The provider said no. Asking again with the same key gives the same answer.
  record Declined(String detail) implements Outcome {}

  /// The provider was asked and certainly has done nothing, for example because the connection was
  /// refused. Asking again later can succeed.
  record Unavailable(String detail) implements Outcome {}

  /// Nobody knows whether the provider has done it. Asking again with the same key is safe.
  record Ambiguous(String detail) implements Outcome {}

  /// The provider was not asked at all, because it is known to be away or busy.
  record NotAsked(String detail) implements Outcome {}
}
