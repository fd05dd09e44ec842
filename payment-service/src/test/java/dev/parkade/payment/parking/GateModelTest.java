package dev.parkade.payment.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.parkade.messages.topic.Topics;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/// Random interleavings of customers, charges, refunds, repetitions, failures of the providers,
/// crashes and freezes at every operation, rebalances, zombies and compaction, against a few lines
/// that say what must come out.
///
/// `-Dparkade.model.seed=<n>` runs one history again, `-Dparkade.model.first` and
/// `-Dparkade.model.count` others or more; each failure names its seed.
class GateModelTest {

  private static final String SEED = "parkade.model.seed";
  private static final int HISTORIES = 60;
  private static final int STEPS = 120;

  static LongStream seeds() {
    Long one = Long.getLong(SEED);
    long first = Long.getLong("parkade.model.first", 1);
    int count = Integer.getInteger("parkade.model.count", HISTORIES);
    return one == null ? LongStream.range(first, first + count) : LongStream.of(one);
  }

  @BeforeAll
  static void silence() {
    if (Long.getLong(SEED) == null) {
      logger("dev.parkade.payment").setLevel(Level.OFF);
      logger("dev.parkade.runtime").setLevel(Level.OFF);
    }
  }

  @AfterAll
  static void speak() {
    logger("dev.parkade.payment").setLevel(Level.INFO);
    logger("dev.parkade.runtime").setLevel(null);
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyCommandIsSettledOnceAndInOrder(long seed) {
    try {
      new ModelHistory(seed, true).run(STEPS);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          ("seed %d, to be run again with"
                  + " mvn -pl payment-service -am test -Dtest=GateModelTest"
                  + " -Dsurefire.failIfNoSpecifiedTests=false -Dparkade.model.seed=%d: %s")
              .formatted(seed, seed, e.getMessage()),
          e);
    }
  }

  @Test
  void theSameSeedIsTheSameHistory() {
    assertThat(dump(7)).isEqualTo(dump(7));
  }

  private static String dump(long seed) {
    ModelHistory history = new ModelHistory(seed, true);
    history.run(STEPS);
    return history.world().dump();
  }

  @Test
  void aParkedCommandCostsTwoWritesWhereNothingGoesWrong() {
    ModelHistory history = new ModelHistory(4711, false);
    history.run(4 * STEPS);

    List<ConsumerRecord<String, byte[]>> writes = history.world().all(Topics.PAYMENT_PARKED);
    long parked = writes.stream().filter(r -> r.value() != null).count();
    assertThat(parked).isGreaterThan(30);
    assertThat(writes).hasSize((int) (2 * parked));
    assertThat(writes.stream().map(ConsumerRecord::key).distinct()).hasSize((int) parked);
    assertThat(history.world().all(Topics.PAYMENT_DLQ)).isEmpty();
  }

  @Test
  void findsThatTheBrokerHasLostWhatWasParked() {
    assertThat(LongStream.range(1, 10)).anySatisfy(GateModelTest::failsIfParkedCommandsAreLost);
  }

  private static void failsIfParkedCommandsAreLost(long seed) {
    ModelHistory history = new ModelHistory(seed, true);
    history.world().forgetParked();
    assertThatThrownBy(() -> history.run(STEPS)).isInstanceOf(AssertionError.class);
  }
}
