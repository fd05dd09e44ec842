package dev.parkade.provider;

/// The body of `POST /refunds`.
///
/// @param charge the idempotency key of the charge to undo
/// @param amountMinor the whole amount of the charge, in minor units
public record RefundBody(String charge, Long amountMinor, String currency) {}
