package dev.parkade.local;

import java.util.Map;
import java.util.OptionalInt;

/// How to start a local system.
///
/// @param portOffset by how much to shift all ports; when absent, as the last time
/// @param environment variables for every service, in addition to those that wire it to the others
/// @param database settings for the database server, in addition to its own
public record UpOptions(
    OptionalInt portOffset, Map<String, String> environment, Map<String, String> database) {
  /// The offset of the last time, and nothing special.
  public static final UpOptions DEFAULT = new UpOptions(OptionalInt.empty(), Map.of());

  /// The given offset and environment.
  public UpOptions(OptionalInt portOffset, Map<String, String> environment) {
    this(portOffset, environment, Map.of());
  }

  /// The given offset.
  public static UpOptions shiftedBy(int portOffset) {
    return new UpOptions(OptionalInt.of(portOffset), Map.of());
  }
}
