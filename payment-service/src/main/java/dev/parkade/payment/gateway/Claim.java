package dev.parkade.payment.gateway;

import dev.parkade.messages.id.PaymentId;

/// The stored fact that a provider may hold the money of a charge. It is written before the
/// provider is asked, so that it survives a crash between the answer and the decision.
///
/// @param id the right to change it: whoever claims the charge next gets another one
/// @param provider the only provider that may hold the money
/// @param first whether nobody can have asked that provider before this claim
public record Claim(PaymentId id, String provider, boolean first) {}
