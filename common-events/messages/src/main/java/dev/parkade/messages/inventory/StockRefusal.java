package dev.parkade.messages.inventory;

/// Why stock was refused: stable codes.
public enum StockRefusal {
  /// Not enough units are available.
  STOCK_UNAVAILABLE,
  /// The catalogue has no such product.
  UNKNOWN_SKU,
  /// The lines have prices in different currencies.
  MIXED_CURRENCIES,
  /// The order's release came first (suspension): the hold must not happen any more.
  ALREADY_RELEASED
}
