package dev.parkade.payment.parking;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How much memory the content of waiting commands may take.
///
/// @param maxBytes of one instance, all its partitions together; the default holds about forty
///     thousand commands and leaves most of a heap of half a gigabyte to everything else. Above it
///     a command is kept as a pointer
@ConfigurationProperties("parkade.parking")
public record BudgetSettings(@DefaultValue("128MB") DataSize maxBytes) {

  /// @throws IllegalArgumentException for a negative size; with 0, all commands are pointers
  public BudgetSettings {
    if (maxBytes.isNegative()) {
      throw new IllegalArgumentException("parkade.parking.max-bytes must not be negative");
    }
  }
}
