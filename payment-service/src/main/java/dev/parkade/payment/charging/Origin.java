package dev.parkade.payment.charging;

/// Where a command stood in `payment.commands`.
public record Origin(int partition, long offset) {}
