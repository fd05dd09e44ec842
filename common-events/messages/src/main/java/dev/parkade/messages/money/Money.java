package dev.parkade.messages.money;

import java.util.regex.Pattern;

/// An amount of money: minor units (cents) and an ISO 4217 currency code. Never negative, never
/// rounded; arithmetic that would overflow or mix currencies throws.
public record Money(long amount, String currency) {

  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  /// @throws IllegalArgumentException for a negative amount or a currency that is not three
  ///     capitals
  public Money {
    if (amount < 0) {
      throw new IllegalArgumentException("an amount of money must not be negative: " + amount);
    }
    if (!CURRENCY.matcher(currency).matches()) {
      throw new IllegalArgumentException("a currency is three capital letters (ISO 4217)");
    }
  }

  /// @throws IllegalArgumentException if the currencies differ
  /// @throws ArithmeticException if the sum does not fit
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
    }
    return new Money(Math.addExact(amount, other.amount), currency);
  }

  /// @throws ArithmeticException if the product does not fit
  public Money times(int factor) {
    return new Money(Math.multiplyExact(amount, factor), currency);
  }
}
