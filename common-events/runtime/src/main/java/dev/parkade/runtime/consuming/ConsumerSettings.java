package dev.parkade.runtime.consuming;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

/// How the consumers of a service behave when something is away or wrong.
///
/// @param group the consumer group, by default the service's name
/// @param backOff how waiting grows after a transient failure: `exponential` or `fixed`
/// @param initialBackOff the first wait
/// @param maxBackOff the longest wait
/// @param deadLetterBurst how many dead letters may be written when most of a poll is poison
/// @param deadLetterRefill how long an exhausted burst takes to come back
@ConfigurationProperties("parkade.consumer")
public record ConsumerSettings(
    String group,
    @DefaultValue("exponential") Policy backOff,
    @DefaultValue("200ms") Duration initialBackOff,
    @DefaultValue("10s") Duration maxBackOff,
    @DefaultValue("500") int deadLetterBurst,
    @DefaultValue("2m") Duration deadLetterRefill) {

  /// How waiting grows from attempt to attempt.
  public enum Policy {
    EXPONENTIAL,
    FIXED
  }

  /// Never gives up: what is transient is waited out.
  BackOff unlimitedBackOff() {
    return switch (backOff) {
      case FIXED -> new FixedBackOff(initialBackOff.toMillis(), FixedBackOff.UNLIMITED_ATTEMPTS);
      case EXPONENTIAL -> {
        var exponential = new ExponentialBackOff(initialBackOff.toMillis(), 2);
        exponential.setMaxInterval(maxBackOff.toMillis());
        exponential.setJitter(initialBackOff.toMillis() / 4);
        yield exponential;
      }
    };
  }
}
