package dev.parkade.order.intake;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.Sku;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v1/orders`. Prices are not part of it: they come from the catalogue.
record OrderRequest(
    @NotNull @Nullable CustomerId customerId,
    @NotNull @Size(min = 1, max = 100, message = "must have 1 to 100 entries")
        @Nullable List<@NotNull @Valid @Nullable RequestedLine> lines) {

  record RequestedLine(
      @NotNull @Nullable Sku sku,
      @NotNull
          @Min(value = 1, message = "must be from 1 to 1000000")
          @Max(value = 1_000_000, message = "must be from 1 to 1000000")
          @Nullable Integer quantity) {}

  @AssertTrue(message = "names a product twice: add the quantities up")
  boolean isEachProductOnce() {
    if (lines == null) {
      return true;
    }
    Set<@Nullable Sku> seen = new HashSet<>();
    return lines.stream().allMatch(line -> line == null || seen.add(line.sku()));
  }
}
