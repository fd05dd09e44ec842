package dev.parkade.order.watching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchesTest {

  private static final Duration INTERVAL = Duration.ofMillis(100);

  @ParameterizedTest
  @CsvSource({
    // worked, rests, in milliseconds
    "0, 100",
    "4, 100",
    "10, 200",
    "99, 1980",
    // the database was away
    "5000, 2000",
  })
  void aLookOutThatWorkedLongerRestsLongerButNotForEver(long worked, long rests) {
    assertThat(Watches.restAfter(Duration.ofMillis(worked), INTERVAL)).hasMillis(rests);
  }
}
