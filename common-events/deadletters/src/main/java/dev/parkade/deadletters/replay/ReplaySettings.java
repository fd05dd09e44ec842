package dev.parkade.deadletters.replay;

import dev.parkade.deadletters.transform.Transform;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a plan is carried out.
///
/// @param rate records a second at most; 0 for as fast as it goes
/// @param maxLag how many records the service may be behind before nothing more is sent; 0
///     not to look
/// @param lagPatience how long to wait for a service whose lag does not fall before
///     stopping
/// @param canaryTimeout how long the first record may take to its end before nothing more
///     is sent; zero to send no canary
/// @param outcomeTimeout how long to wait at the end while nothing more is heard of what
///     was sent; zero not to wait
/// @param takeOver whether somebody else's live session is taken over
/// @param transform makes other messages of them first; null to send them as they are
public record ReplaySettings(
    int rate,
    long maxLag,
    Duration lagPatience,
    Duration canaryTimeout,
    Duration outcomeTimeout,
    boolean takeOver,
    @Nullable Transform transform) {

  public ReplaySettings {
    if (rate < 0 || maxLag < 0) {
      throw new IllegalArgumentException("rate and lag cannot be negative");
    }
  }

  /// The careful ones.
  public static ReplaySettings defaults() {
    return new ReplaySettings(
        0,
        10_000,
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        false,
        null);
  }

  /// At most so many records a second.
  public ReplaySettings at(int recordsPerSecond) {
    return new ReplaySettings(
        recordsPerSecond, maxLag, lagPatience, canaryTimeout, outcomeTimeout, takeOver, transform);
  }

  /// All at once, and nobody is waited for: neither a canary nor lag nor outcomes.
  public ReplaySettings unattended() {
    return new ReplaySettings(
        rate, 0, lagPatience, Duration.ZERO, Duration.ZERO, takeOver, transform);
  }

  /// Whether or not somebody else is at it.
  public ReplaySettings takingOver() {
    return new ReplaySettings(
        rate, maxLag, lagPatience, canaryTimeout, outcomeTimeout, true, transform);
  }

  /// As another message each.
  public ReplaySettings through(Transform through) {
    return new ReplaySettings(
        rate, maxLag, lagPatience, canaryTimeout, outcomeTimeout, takeOver, through);
  }
}
