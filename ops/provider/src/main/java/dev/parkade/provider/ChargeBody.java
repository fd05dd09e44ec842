package dev.parkade.provider;

/// The body of `POST /charges`.
///
/// @param amountMinor in minor units of the currency
/// @param currency ISO 4217
public record ChargeBody(String orderId, String customerId, Long amountMinor, String currency) {}
