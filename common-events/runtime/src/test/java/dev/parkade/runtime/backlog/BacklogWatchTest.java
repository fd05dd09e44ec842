package dev.parkade.runtime.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/// Figures of a broker that the test plays.
class BacklogWatchTest {

  private static final Duration SOON = Eventually.SOON;
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final TestClock clock = TestClock.atNoon();
  private final AtomicInteger open = new AtomicInteger(3);
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private volatile @Nullable RuntimeException trouble;
  private final BacklogWatch watch = new BacklogWatch("a.dlq", this::source, INTERVAL, clock);
  private final BacklogHealth health = new BacklogHealth(watch, Duration.ofSeconds(15));

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void nothingIsSaidBeforeItIsKnown() {
    new BacklogMetrics(meters, watch);

    assertThat(gauge("parkade.deadletter.depth")).isNaN();
    assertThat(gauge("parkade.deadletter.oldest.age")).isNaN();
    assertThat(health.health().getStatus()).isEqualTo(Status.UNKNOWN);
    assertThat(made).hasValue(0);
  }

  @Test
  void theFiguresFollowTheTopic() {
    new BacklogMetrics(meters, watch);
    watch.start();
    Eventually.within(SOON, () -> assertThat(gauge("parkade.deadletter.depth")).isEqualTo(3));

    clock.advance(Duration.ofMinutes(2));
    Eventually.within(
        SOON, () -> assertThat(gauge("parkade.deadletter.oldest.age")).isEqualTo(120));

    open.set(0);
    Eventually.within(SOON, () -> assertThat(gauge("parkade.deadletter.depth")).isZero());
    assertThat(gauge("parkade.deadletter.oldest.age")).isZero();
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    assertThat(made).hasValue(1);
  }

  @Test
  void theFiguresOfABrokerThatIsAwayGrowOldAndSaySo() {
    new BacklogMetrics(meters, watch);
    watch.start();
    Eventually.within(SOON, () -> assertThat(gauge("parkade.deadletter.depth")).isEqualTo(3));

    trouble = new TimeoutException("the broker is away");
    Eventually.within(SOON, () -> assertThat(watch.failure()).isPresent());
    clock.advance(Duration.ofMinutes(2));

    assertThat(gauge("parkade.deadletter.depth")).isEqualTo(3);
    assertThat(gauge("parkade.deadletter.oldest.age")).isEqualTo(120);
    assertThat(gauge("parkade.deadletter.read.age")).isEqualTo(120);
    assertThat(health.health().getStatus()).isEqualTo(Status.UNKNOWN);
    assertThat(health.health().getDetails())
        .containsEntry("open", 3L)
        .containsEntry("readAt", "2030-01-01T12:00:00Z")
        .hasEntrySatisfying("failure", it -> assertThat(it).asString().contains("is away"));

    trouble = null;
    Eventually.within(SOON, () -> assertThat(gauge("parkade.deadletter.read.age")).isZero());
    Eventually.within(SOON, () -> assertThat(watch.failure()).isEmpty());
    assertThat(made).hasValue(1);
  }

  @Test
  void whatCannotBeReadOnIsReadAnew() {
    watch.start();
    Eventually.within(SOON, () -> assertThat(watch.latest()).isPresent());

    trouble = new KafkaException("the topic was made anew");

    Eventually.within(SOON, () -> assertThat(closed.get()).isGreaterThan(1));
    trouble = null;
    Eventually.within(SOON, () -> assertThat(watch.failure()).isEmpty());
  }

  @Test
  void stopsSoonWhateverItWaitsFor() {
    var reading = new CountDownLatch(1);
    var hanging = new BacklogWatch("a.dlq", () -> hanging(reading), INTERVAL, clock);
    hanging.start();
    Eventually.within(SOON, () -> assertThat(reading.getCount()).isZero());

    long begin = System.nanoTime();
    hanging.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));
    Eventually.within(SOON, () -> assertThat(closed).hasValue(1));
  }

  private BacklogSource source() {
    made.incrementAndGet();
    return new BacklogSource() {
      @Override
      public Backlog read() {
        RuntimeException now = trouble;
        if (now != null) {
          throw now;
        }
        var oldest = open.get() == 0 ? null : TestClock.atNoon().instant();
        return new Backlog(open.get(), oldest, clock.instant());
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }

  private BacklogSource hanging(CountDownLatch reading) {
    return new BacklogSource() {
      @Override
      public Backlog read() {
        reading.countDown();
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          throw new InterruptException(e);
        }
        throw new AssertionError("nobody counts it down");
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }

  private double gauge(String name) {
    return meters.get(name).tag("topic", "a.dlq").gauge().value();
  }
}
