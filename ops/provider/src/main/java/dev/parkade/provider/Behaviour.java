package dev.parkade.provider;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the simulated provider behaves: the body of `PUT /behaviour`.
///
/// @param latencyMillis what [Mode#SLOW] and [Mode#TAKES_AND_HANGS] wait, at most a minute
/// @param times for how many requests; null: until it is changed
/// @param on for which requests; the others are answered as usual. None: charges and refunds
public record Behaviour(
    Mode mode,
    @Nullable Integer latencyMillis,
    @Nullable Integer times,
    @Nullable Set<Operation> on) {

  private static final int LONGEST = 60_000;

  /// What happens to a request.
  public enum Mode {
    /// It is answered.
    UP,
    /// It stays under way for the latency, is then worked on and answered.
    SLOW,
    /// It is refused before any work: 503 with the code `unavailable-before-work`.
    DOWN,
    /// Its connection is cut before any work.
    CUTS,
    /// It is worked on, then its connection is cut: nobody learns of it.
    TAKES_AND_CUTS,
    /// It is worked on, then nothing is said until the latency is over, then it is cut.
    TAKES_AND_HANGS
  }

  /// Applied to every charge and refund until it is changed.
  public static Behaviour of(Mode mode) {
    return new Behaviour(mode, null, null, null);
  }

  /// The same for so many requests only; then as usual.
  public Behaviour times(int count) {
    return new Behaviour(mode, latencyMillis, count, on);
  }

  /// The same for these requests.
  public Behaviour on(Operation... operations) {
    return new Behaviour(mode, latencyMillis, times, Set.of(operations));
  }

  /// The same with another latency.
  public Behaviour latency(int millis) {
    return new Behaviour(mode, millis, times, on);
  }

  /// What is wrong with it; null if nothing is.
  @Nullable String problem() {
    if (mode == null) {
      return "mode is missing";
    }
    if (latencyMillis != null && (latencyMillis < 0 || latencyMillis > LONGEST)) {
      return "latencyMillis is not between 0 and " + LONGEST;
    }
    return times != null && times < 1 ? "times is not positive" : null;
  }

  boolean appliesTo(Operation operation) {
    return on == null || on.isEmpty()
        ? operation == Operation.CHARGE || operation == Operation.REFUND
        : on.contains(operation);
  }

  int latency() {
    return latencyMillis == null ? 0 : latencyMillis;
  }
}
