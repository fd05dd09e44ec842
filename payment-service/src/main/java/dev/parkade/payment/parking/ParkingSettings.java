package dev.parkade.payment.parking;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The limits of the gate.
///
/// @param maxAge parked for longer than this without its customer, a command is dead-lettered
/// @param maxPerCustomer more waiting commands of one customer are dead-lettered
/// @param releaseSlice how many parked commands one poll releases at most
/// @param releasePerCustomer how many of them are one customer's at most
/// @param stallGrowth if so many commands were parked since the last customer event, no age counts
///     any more: the feed of customers may have stalled
/// @param stallAfter after so long without customer event such a stall is reported; by default half
///     of `maxAge`
/// @param retry how a command is tried again that the provider did not answer
@ConfigurationProperties("parkade.parking")
public record ParkingSettings(
    @DefaultValue("24h") Duration maxAge,
    @DefaultValue("10000") int maxPerCustomer,
    @DefaultValue("500") int releaseSlice,
    @DefaultValue("100") int releasePerCustomer,
    @DefaultValue("1000") int stallGrowth,
    @Nullable Duration stallAfter,
    @DefaultValue RetrySettings retry) {

  /// @throws IllegalArgumentException for a limit that is not positive
  public ParkingSettings {
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("parkade.parking.max-age must be positive");
    }
    if (maxPerCustomer < 1 || releaseSlice < 1 || releasePerCustomer < 1 || stallGrowth < 1) {
      throw new IllegalArgumentException("the limits of parkade.parking must be positive");
    }
  }

  Duration stallAfterOrDefault() {
    return stallAfter == null ? maxAge.dividedBy(2) : stallAfter;
  }
}
