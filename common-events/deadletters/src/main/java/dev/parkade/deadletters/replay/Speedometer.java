package dev.parkade.deadletters.replay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How fast it goes, over the last seconds. Not thread-safe.
final class Speedometer {

  private record Mark(long nanos, long done) {}

  private static final long WINDOW = Duration.ofSeconds(5).toNanos();
  private static final long STEP = Duration.ofMillis(100).toNanos();
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoTime;
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();

  Speedometer(LongSupplier nanoTime, long done) {
    this.nanoTime = nanoTime;
    marks.add(new Mark(nanoTime.getAsLong(), done));
  }

  ReplayProgress at(long done, long total) {
    long now = nanoTime.getAsLong();
    while (marks.size() > 1 && now - marks.getFirst().nanos() > WINDOW) {
      marks.removeFirst();
    }
    Mark first = marks.getFirst();
    double seconds = (now - first.nanos()) / SECOND;
    double perSecond = seconds <= 0 ? 0 : (done - first.done()) / seconds;
    if (now - marks.getLast().nanos() >= STEP) {
      marks.addLast(new Mark(now, done));
    }
    return new ReplayProgress(done, total, perSecond, left(total - done, perSecond));
  }

  private static @Nullable Duration left(long records, double perSecond) {
    return perSecond <= 0 ? null : Duration.ofMillis((long) (records * 1000 / perSecond));
  }
}
