package dev.parkade.testkit.time;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The same ids in every run: version 7 in shape, rising, and easy to tell apart in a failure, such
/// as `00000000-0001-7000-8000-000000000001`.
public final class SequentialIds implements Supplier<UUID> {
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final AtomicLong last = new AtomicLong();

  @Override
  public UUID get() {
    return nth(last.incrementAndGet());
  }

  /// The id that the given call, counted from one, returns.
  public static UUID nth(long call) {
    return new UUID(call << 16 | VERSION_7, VARIANT | call);
  }
}
