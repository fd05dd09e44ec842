package dev.parkade.deadletters.grouping;

import static dev.parkade.deadletters.letter.Letters.NOON;
import static dev.parkade.deadletters.letter.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {

  @Test
  void deadLettersAreCountedByTopicReasonAndTime() {
    Statistics statistics = new Statistics(Duration.ofHours(1));
    visit(statistics, "NULL_KEY", NOON, 3);
    visit(statistics, "NULL_KEY", NOON.plusSeconds(7_200), 1);
    visit(statistics, "WRONG_KEY", NOON.plusSeconds(3_600), 2);

    Statistics.Report report = statistics.report(NOON.plusSeconds(3 * 3_600));

    assertThat(report.from()).isEqualTo(NOON);
    assertThat(report.bucket()).isEqualTo(Duration.ofHours(1));
    assertThat(report.total().counts()).containsExactly(3L, 2L, 1L, 0L);
    assertThat(report.series())
        .extracting(Statistics.Series::reason, Statistics.Series::counts)
        .containsExactly(
            tuple("NULL_KEY", List.of(3L, 0L, 1L, 0L)),
            tuple("WRONG_KEY", List.of(0L, 2L, 0L, 0L)));
  }

  @Test
  void stretchesWidenWithTheRangeAndNothingIsLost() {
    Statistics statistics = new Statistics(null);
    Instant moment = NOON;
    for (int i = 0; i < 300; i++) {
      visit(statistics, "NULL_KEY", moment, 1);
      moment = moment.plus(Duration.ofMinutes(i));
    }

    Statistics.Report report = statistics.report(moment);

    assertThat(report.bucket()).isEqualTo(Duration.ofDays(1));
    assertThat(report.total().counts()).hasSizeLessThanOrEqualTo(Statistics.MAX_BUCKETS);
    assertThat(report.total().counts().stream().mapToLong(c -> c).sum()).isEqualTo(300);
    assertThat(report.from()).isBeforeOrEqualTo(NOON);
  }

  @Test
  void timesThatNobodyCanMeanAreCountedLikeOthers() {
    Statistics statistics = new Statistics(null);
    visit(statistics, "NULL_KEY", Instant.ofEpochMilli(-1), 1);
    visit(statistics, "NULL_KEY", Instant.ofEpochMilli(Long.MAX_VALUE), 1);
    visit(statistics, "NULL_KEY", Instant.ofEpochMilli(Long.MIN_VALUE), 1);

    Statistics.Report report = statistics.report(NOON);

    assertThat(report.total().sum()).isEqualTo(3);
    assertThat(report.total().counts()).hasSizeLessThanOrEqualTo(Statistics.MAX_BUCKETS);
  }

  @Test
  void nothingIsAReportToo() {
    Statistics.Report report = new Statistics(null).report(NOON);

    assertThat(report.series()).isEmpty();
    assertThat(report.total().sum()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 0 0 20 20, RISING",
    "20 20 20 20 0 0, FALLING",
    "10 10 10 10 10 12, STEADY",
    "0 0 0 0 1 1, STEADY",
    "50, STEADY"
  })
  void aTrendIsAClearOne(String counts, Trend trend) {
    long[] line = Arrays.stream(counts.split(" ")).mapToLong(Long::parseLong).toArray();

    assertThat(Trend.of(line)).isEqualTo(trend);
  }

  private static void visit(Statistics statistics, String reason, Instant at, int times) {
    for (int i = 0; i < times; i++) {
      statistics.visit(letter().reason(reason).at(at).build());
    }
  }
}
