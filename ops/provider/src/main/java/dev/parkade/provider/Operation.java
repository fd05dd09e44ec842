package dev.parkade.provider;

/// What a request asks the provider for; a fault can be limited to some of them.
public enum Operation {
  /// `POST /charges`
  CHARGE,
  /// `GET /charges/{key}`, `GET /refunds/{key}`
  QUERY,
  /// `PUT /charges/{key}/void`
  VOID,
  /// `POST /refunds`
  REFUND
}
