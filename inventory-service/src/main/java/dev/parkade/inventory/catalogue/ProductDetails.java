package dev.parkade.inventory.catalogue;

import dev.parkade.messages.money.Money;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// What a client may say about a product.
///
/// @param price of one unit, in minor units (cents)
/// @param available replaces the number of units that can be set aside; units that are held or sold
///     are kept as they are
record ProductDetails(
    @NotNull
        @Size(min = 1, max = 200, message = "must have 1 to 200 characters")
        @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*", message = "must not contain control characters")
        String name,
    @NotNull Money price,
    @NotNull @Min(0) @Max(Products.MAX_UNITS) Long available) {

  ProductDetails {
    name = strip(name);
  }

  // a missing field arrives as null and is left to the validation
  @SuppressWarnings("NullAway")
  private static String strip(@Nullable String text) {
    return text == null ? null : text.strip();
  }
}
