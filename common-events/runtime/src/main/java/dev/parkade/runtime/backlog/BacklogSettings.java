package dev.parkade.runtime.backlog;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the dead letters of a service are watched.
///
/// @param readInterval how often they are counted; the figures of a broker that is away grow old
@ConfigurationProperties("parkade.dead-letters")
record BacklogSettings(@DefaultValue("15s") Duration readInterval) {

  BacklogSettings {
    if (readInterval.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException(
          "parkade.dead-letters.read-interval must be at least 100ms, not " + readInterval);
    }
  }
}
