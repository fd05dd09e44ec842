package dev.parkade.runtime.operators;

import dev.parkade.deadletters.grouping.Statistics;
import dev.parkade.deadletters.grouping.Trend;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many dead letters there were when, the most frequent reason first.
///
/// @param from when the first stretch of time begins
/// @param bucketSeconds how long each stretch is
/// @param total over all reasons
/// @param looked how many offsets were looked at
/// @param complete whether these were all; if not, they were the newest
record DeadLetterStatistics(
    Instant from,
    long bucketSeconds,
    Series total,
    List<Series> reasons,
    long looked,
    boolean complete) {

  /// Those of one reason.
  ///
  /// @param reason absent for all together
  /// @param counts stretch by stretch
  /// @param trend whether there are more of them lately
  @Schema(name = "DeadLetterSeries")
  record Series(@Nullable String reason, List<Long> counts, long sum, Trend trend) {

    private static Series of(Statistics.Series series) {
      return new Series(series.reason(), series.counts(), series.sum(), series.trend());
    }
  }

  static DeadLetterStatistics of(Statistics.Report report, long looked, boolean complete) {
    return new DeadLetterStatistics(
        report.from(),
        report.bucket().toSeconds(),
        Series.of(report.total()),
        report.series().stream().map(Series::of).toList(),
        looked,
        complete);
  }
}
