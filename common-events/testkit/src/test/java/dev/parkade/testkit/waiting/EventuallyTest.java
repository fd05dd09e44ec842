package dev.parkade.testkit.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
  @Test
  void passesOnceTheAssertionDoes() {
    var calls = new AtomicInteger();

    Eventually.within(Eventually.SOON, () -> assertThat(calls.incrementAndGet()).isGreaterThan(3));

    assertThat(calls).hasValue(4);
  }

  @Test
  void failsWithTheLastReasonAfterTheLimit() {
    assertThatThrownBy(
            () ->
                // long enough for the first attempt, which loads many classes
                Eventually.within(
                    Duration.ofSeconds(1), () -> assertThat("parked").isEqualTo("released")))
        .hasMessageContaining("released");
  }

  @Test
  void failsAsSoonAsAnAssertionStopsHolding() {
    var calls = new AtomicInteger();

    assertThatThrownBy(
            () ->
                Eventually.holdsFor(
                    Duration.ofSeconds(5), () -> assertThat(calls.incrementAndGet()).isLessThan(3)))
        .hasStackTraceContaining("less than");
  }
}
