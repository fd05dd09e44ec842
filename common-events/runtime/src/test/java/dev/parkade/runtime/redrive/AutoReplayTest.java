package dev.parkade.runtime.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.deadletters.outcome.OutcomeCounts;
import dev.parkade.deadletters.replay.StopSignal;
import dev.parkade.testkit.waiting.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AutoReplayTest {

  private static final Duration SOON = Eventually.SOON;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicBoolean idle = new AtomicBoolean();
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void nothingHappensByItselfUnlessSomebodyWantsIt() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(RedriveAutoConfiguration.class))
        .withPropertyValues("parkade.dead-letter-topic=payment.dlq")
        .run(context -> assertThat(context).doesNotHaveBean(AutoReplay.class));
  }

  @Test
  void looksAgainAndAgainButNotWhereNothingIs() {
    idle.set(true);
    try (AutoReplay policy = policy(Duration.ofMillis(20), this::look)) {
      policy.start();
      Eventually.holdsFor(Duration.ofMillis(200), () -> assertThat(looks).hasValue(0));

      idle.set(false);

      Eventually.within(SOON, () -> assertThat(looks.get()).isGreaterThan(2));
    }
    assertThat(runs("finished")).isGreaterThan(2);
    assertThat(meters.get("parkade.deadletter.policy.letters").tag("outcome", "HANDLED").counter())
        .returns(runs("finished") * 2, counter -> counter.count());
  }

  @Test
  void whatFailsIsTriedLaterAndLater() {
    AutoReplay policy = policy(Duration.ofSeconds(30), this::look);

    policy.take(Round.of(RoundEnd.CANARY_FAILED, "it came back"));
    assertThat(policy.nextWait()).isEqualTo(Duration.ofSeconds(60));
    policy.take(Round.of(RoundEnd.FAILED, "the broker is away"));
    assertThat(policy.nextWait()).isEqualTo(Duration.ofSeconds(120));
    for (int i = 0; i < 100; i++) {
      policy.take(Round.of(RoundEnd.HELD_UP, "lag"));
    }
    assertThat(policy.nextWait()).isEqualTo(Duration.ofHours(1));

    // a person who is at it says nothing about the cause
    policy.take(Round.of(RoundEnd.LEASE_HELD, "ada is at it"));
    assertThat(policy.nextWait()).isEqualTo(Duration.ofHours(1));
    policy.take(Round.of(RoundEnd.NOTHING, "nothing is ready"));
    assertThat(policy.nextWait()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whatIsThrownEndsOneLookAndNotThePolicy() {
    try (AutoReplay policy =
        policy(
            Duration.ofMillis(5),
            stop -> {
              looks.incrementAndGet();
              throw new TimeoutException("the broker is away");
            })) {
      policy.start();

      Eventually.within(SOON, () -> assertThat(looks.get()).isGreaterThan(2));
    }
    assertThat(runs("failed")).isGreaterThan(2);
  }

  @Test
  void stopsARunBetweenTwoTransactions() {
    var begun = new CountDownLatch(1);
    var ended = new AtomicBoolean();
    AutoReplay policy =
        policy(
            Duration.ofMillis(5),
            stop -> {
              begun.countDown();
              Eventually.within(SOON, () -> assertThat(stop.isSet()).isTrue());
              ended.set(true);
              return Round.of(RoundEnd.INTERRUPTED, "it stopped");
            });
    policy.start();
    Eventually.within(SOON, () -> assertThat(begun.getCount()).isZero());

    policy.close();

    assertThat(ended).isTrue();
    assertThat(runs("interrupted")).isEqualTo(1);
  }

  @Test
  void settingsThatMeanNothingAreRefusedByName() {
    assertThatThrownBy(() -> settings(Duration.ofMillis(1), 2, 1000))
        .hasMessageContaining("parkade.dead-letters.auto-replay.interval");
    assertThatThrownBy(() -> settings(Duration.ofSeconds(30), 0, 1000))
        .hasMessageContaining("parkade.dead-letters.auto-replay.max-replays");
    assertThatThrownBy(() -> settings(Duration.ofSeconds(30), 2, 1_000_000))
        .hasMessageContaining("parkade.dead-letters.auto-replay.max-per-run");
  }

  private static RedriveSettings settings(Duration interval, int maxReplays, int maxPerRun) {
    return new RedriveSettings(
        true, interval, 50, maxReplays, maxPerRun, Duration.ZERO, Duration.ofSeconds(30));
  }

  private Round look(StopSignal stop) {
    looks.incrementAndGet();
    return new Round(RoundEnd.FINISHED, new OutcomeCounts(2, 0, 0, 0, 0), "run 1");
  }

  private AutoReplay policy(Duration interval, Function<StopSignal, Round> rounds) {
    return new AutoReplay("a.dlq", rounds, idle::get, interval, meters);
  }

  private double runs(String end) {
    return meters.get("parkade.deadletter.policy.runs").tag("end", end).counter().count();
  }
}
