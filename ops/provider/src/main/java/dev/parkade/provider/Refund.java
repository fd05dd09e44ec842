package dev.parkade.provider;

/// A refund as the simulated provider remembers it.
///
/// @param key the idempotency key
/// @param moneyReturned false if there was nothing to return; the charge is voided then
public record Refund(String key, String id, RefundBody body, boolean moneyReturned) {}
