package dev.parkade.deadletters.replay;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Lets so many records pass a second, evenly: the bucket holds a fifth of a second's. Not
/// thread-safe.
final class TokenBucket {

  private static final int PER_SECOND = 5;
  private static final int LARGEST = 500;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final int rate;
  private final LongSupplier nanoTime;
  private double tokens;
  private long filled;

  /// @param rate 0 for as fast as it goes
  TokenBucket(int rate, LongSupplier nanoTime) {
    this.rate = rate;
    this.nanoTime = nanoTime;
    this.filled = nanoTime.getAsLong();
    this.tokens = portion();
  }

  /// How many to take at once.
  int portion() {
    return rate == 0 ? LARGEST : Math.clamp(rate / PER_SECOND, 1, LARGEST);
  }

  /// How long to wait before so many may pass; zero if they may pass now.
  Duration waitFor(int count) {
    if (rate == 0) {
      return Duration.ZERO;
    }
    fill();
    // at most a portion is ever asked for, and the bucket holds one
    double missing = count - tokens;
    return missing <= 0
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil(missing * SECOND / rate));
  }

  /// They passed.
  void take(int count) {
    fill();
    tokens -= count;
  }

  private void fill() {
    long now = nanoTime.getAsLong();
    tokens = Math.min(portion(), tokens + (double) (now - filled) * rate / SECOND);
    filled = now;
  }
}
