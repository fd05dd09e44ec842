package dev.parkade.runtime.lag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Figures of a broker and a database that the test plays.
class LagWatchTest {

  private static final Duration SOON = Eventually.SOON;

  private final TestClock clock = TestClock.atNoon();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private volatile Lag lag = new Lag(0, null);
  private volatile @Nullable RuntimeException trouble;
  private final LagWatch watch = new LagWatch(this::source, Duration.ofMillis(100), clock);

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void nothingIsClaimedBeforeTheFirstReadingButHowLongItIsWaitedFor() {
    trouble = new TimeoutException("the broker is away");
    new LagMetrics(meters, watch, "a-group");
    watch.start();
    clock.advance(Duration.ofMinutes(2));

    assertThat(meters.find("parkade.consumer.lag").gauge()).isNull();
    assertThat(gauge("parkade.consumer.lag.read.age")).isEqualTo(120);
  }

  @Test
  void theFiguresFollowTheConsumerAndAreZeroWhenNothingIsLeft() {
    new LagMetrics(meters, watch, "a-group");
    lag = new Lag(7, clock.instant());
    watch.start();
    shows("parkade.consumer.lag.records", 7);

    clock.advance(Duration.ofSeconds(90));
    shows("parkade.consumer.lag", 90);

    lag = new Lag(0, null);
    shows("parkade.consumer.lag", 0);
    shows("parkade.consumer.lag.records", 0);
  }

  @Test
  void aLagThatCannotBeReadGoesOnGrowingAndSaysHowOldItIs() {
    new LagMetrics(meters, watch, "a-group");
    lag = new Lag(1, clock.instant());
    watch.start();
    shows("parkade.consumer.lag.records", 1);

    trouble = new TimeoutException("the database is away");
    Eventually.within(SOON, () -> assertThat(watch.age()).isZero());
    clock.advance(Duration.ofMinutes(5));

    assertThat(gauge("parkade.consumer.lag")).isEqualTo(300);
    assertThat(gauge("parkade.consumer.lag.records")).isEqualTo(1);
    Eventually.within(
        SOON, () -> assertThat(gauge("parkade.consumer.lag.read.age")).isGreaterThanOrEqualTo(300));
    trouble = null;
    shows("parkade.consumer.lag.read.age", 0);
  }

  @Test
  void aProducerWhoseClockIsAheadMakesNoNegativeLag() {
    Instant now = clock.instant();

    assertThat(new Lag(1, now.plusSeconds(30)).age(now)).isZero();
    assertThat(new Lag(1, now.minusSeconds(30)).age(now)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aReaderThatIsBrokenForGoodIsMadeAnew() {
    watch.start();
    Eventually.within(SOON, () -> assertThat(made).hasValue(1));

    trouble = new KafkaException("the topic was made anew");

    Eventually.within(SOON, () -> assertThat(closed.get()).isGreaterThan(1));
  }

  private void shows(String name, double value) {
    Eventually.within(SOON, () -> assertThat(gauge(name)).isEqualTo(value));
  }

  private double gauge(String name) {
    return meters.get(name).tag("group", "a-group").gauge().value();
  }

  private LagSource source() {
    made.incrementAndGet();
    return new LagSource() {
      @Override
      public Map<String, Lag> read() {
        RuntimeException now = trouble;
        if (now != null) {
          throw now;
        }
        return Map.of("a.topic", lag);
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }
}
