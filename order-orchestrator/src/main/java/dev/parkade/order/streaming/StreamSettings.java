package dev.parkade.order.streaming;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What streams of events may cost.
///
/// @param heartbeat after how much silence a comment is sent, so that nothing on the way takes the
///     connection for dead, and a client that has gone is noticed
/// @param maxOpen how many streams one instance serves; more are refused and may come again. Must
///     stay below the web server's connections, which everybody else needs as well
/// @param readsAtOnce how many streams may read from the database at once, so that a crowd that is
///     woken leaves connections to orders
@ConfigurationProperties("parkade.streams")
record StreamSettings(
    @DefaultValue("15s") Duration heartbeat,
    @DefaultValue("5000") int maxOpen,
    @DefaultValue("4") int readsAtOnce) {

  /// @throws IllegalArgumentException for a limit that is not positive
  StreamSettings {
    if (heartbeat.isZero() || heartbeat.isNegative() || maxOpen < 1 || readsAtOnce < 1) {
      throw new IllegalArgumentException("every limit of parkade.streams must be positive");
    }
  }
}
