package dev.parkade.deadletters.grouping;

import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.selection.SelectedLetters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many dead letters there were when, by topic and reason. Stretches of time widen as the
/// range grows, so that there are at most [#MAX_BUCKETS] of them, whatever was asked for. Not
/// thread-safe.
public final class Statistics implements SelectedLetters.Visitor {

  /// How many stretches of time there are at most.
  public static final int MAX_BUCKETS = 60;

  /// The reason under which everything counts that came when too many reasons were known.
  public static final String OTHERS = "(others)";

  private static final int MAX_SERIES = 200;
  private static final int MAX_NAME = 120;

  // each divides the next, so that counts can be merged
  private static final long[] LADDER = {
    1, 10, 60, 300, 900, 3_600, 6 * 3_600, 86_400, 7 * 86_400, 28 * 86_400
  };

  /// What came of it.
  ///
  /// @param from when the first stretch begins
  /// @param bucket how long each is
  /// @param total over all of them
  public record Report(Instant from, Duration bucket, Series total, List<Series> series) {}

  /// @param topic null for all
  /// @param reason null for all
  /// @param counts stretch by stretch
  public record Series(
      @Nullable String topic, @Nullable String reason, List<Long> counts, long sum, Trend trend) {}

  private record Name(String topic, String reason) {}

  private long seconds;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private Map<Name, Map<Long, Long>> counts = new HashMap<>();

  /// @param bucket how long a stretch is at least; null for as short as is sensible
  public Statistics(@Nullable Duration bucket) {
    this.seconds = bucket == null ? LADDER[0] : Math.max(1, bucket.toSeconds());
  }

  @Override
  public void visit(DeadLetter letter) {
    include(letter.at());
    counts
        .computeIfAbsent(name(letter), n -> new HashMap<>())
        .merge(indexOf(letter.at()), 1L, Long::sum);
  }

  /// The largest series first.
  ///
  /// @param now until when the last stretch goes: a failure that has stopped is one that falls
  public Report report(Instant now) {
    if (counts.isEmpty()) {
      Series none = new Series(null, null, List.of(), 0, Trend.STEADY);
      return new Report(now, Duration.ofSeconds(seconds), none, List.of());
    }
    include(now);
    List<Series> series = new ArrayList<>();
    long[] total = new long[(int) (last - first + 1)];
    counts.forEach(
        (name, byIndex) -> {
          long[] line = new long[total.length];
          byIndex.forEach((index, count) -> line[(int) (index - first)] += count);
          for (int i = 0; i < line.length; i++) {
            total[i] += line[i];
          }
          series.add(series(name.topic(), name.reason(), line));
        });
    series.sort(
        Comparator.comparingLong(Series::sum)
            .reversed()
            .thenComparing(s -> s.topic() + " " + s.reason()));
    return new Report(
        Instant.ofEpochSecond(first * seconds),
        Duration.ofSeconds(seconds),
        series(null, null, total),
        series);
  }

  private Name name(DeadLetter letter) {
    String reason = letter.reason();
    Name name =
        new Name(letter.record().topic(), reason.substring(0, Math.min(reason.length(), MAX_NAME)));
    return counts.size() < MAX_SERIES || counts.containsKey(name)
        ? name
        : new Name(letter.record().topic(), OTHERS);
  }

  private void include(Instant moment) {
    first = Math.min(first, indexOf(moment));
    last = Math.max(last, indexOf(moment));
    while (last - first >= MAX_BUCKETS) {
      widen();
    }
  }

  private void widen() {
    long wider = wider();
    long factor = wider / seconds;
    Map<Name, Map<Long, Long>> merged = new HashMap<>();
    counts.forEach(
        (name, byIndex) -> {
          Map<Long, Long> line = new HashMap<>();
          byIndex.forEach((i, count) -> line.merge(Math.floorDiv(i, factor), count, Long::sum));
          merged.put(name, line);
        });
    counts = merged;
    first = Math.floorDiv(first, factor);
    last = Math.floorDiv(last, factor);
    seconds = wider;
  }

  private long wider() {
    for (int i = 0; i < LADDER.length - 1; i++) {
      if (LADDER[i] == seconds) {
        return LADDER[i + 1];
      }
    }
    return seconds * 2;
  }

  private long indexOf(Instant moment) {
    return Math.floorDiv(moment.getEpochSecond(), seconds);
  }

  private static Series series(@Nullable String topic, @Nullable String reason, long[] line) {
    List<Long> counts = new ArrayList<>(line.length);
    long sum = 0;
    for (long count : line) {
      counts.add(count);
      sum += count;
    }
    return new Series(topic, reason, List.copyOf(counts), sum, Trend.of(line));
  }
}
