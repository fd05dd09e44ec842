package dev.parkade.runtime.lag;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the lag of a service's consumers is measured.
///
/// @param readInterval how often; each time costs one query and one or two requests to the broker
/// @param notOf topics whose stored position does not say what has been handled
@ConfigurationProperties("parkade.consumer.lag")
record LagSettings(@DefaultValue("5s") Duration readInterval, @DefaultValue List<String> notOf) {

  LagSettings {
    if (readInterval.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException(
          "parkade.consumer.lag.read-interval must be at least 100ms, not " + readInterval);
    }
    notOf = List.copyOf(notOf);
  }
}
