package dev.parkade.order.rebuilding;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the query side is rebuilt and verified.
///
/// @param batch how many orders or customers one transaction takes: bounds memory, and how long
///     an order that goes on meanwhile waits
/// @param lockPatience how long a batch waits for somebody who works on one of its orders; then
///     it lets those pass who wait for it, and tries again
/// @param attempts how often a batch is tried
@ConfigurationProperties("parkade.projections")
record RebuildingSettings(
    @DefaultValue("200") int batch,
    @DefaultValue("500ms") Duration lockPatience,
    @DefaultValue("20") int attempts) {

  /// @throws IllegalArgumentException for a value that is not positive
  RebuildingSettings {
    if (batch < 1 || attempts < 1 || lockPatience.toMillis() < 1) {
      throw new IllegalArgumentException("parkade.projections takes positive values only");
    }
  }
}
