package dev.parkade.deadletters.replay;

import static dev.parkade.messages.deadletter.DeadLetterReason.RETRIES_EXHAUSTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.plan.PlanFile;
import dev.parkade.deadletters.replay.KilledReplay.Moment;
import dev.parkade.messages.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The replay is killed with SIGKILL again and again, before, inside and after transactions
/// and anywhere; whoever goes on with its plan loses nothing and sends nothing twice.
class KillIT {

  private static final int LETTERS = 1_000;
  private static final int KILLS = 20;
  private static final long SEED = 20261128;

  @TempDir Path directory;

  @Test
  void killedTwentyTimesItSendsEveryLetterOnce() throws Exception {
    try (var stand = new Stand()) {
      // given a plan of a thousand letters
      List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
      for (int i = 0; i < LETTERS; i++) {
        letters.add(stand.charge(i % 6, "customer-" + i % 30, i, RETRIES_EXHAUSTED));
      }
      stand.broker().put(letters);
      Plan plan = stand.planAll();
      Path file = directory.resolve("plan.json");
      PlanFile.write(file, plan, false);

      // when it is replayed, killed, and replayed again
      var random = new Random(SEED);
      Map<Moment, Integer> seen = new EnumMap<>(Moment.class);
      for (int kill = 0; kill < KILLS; kill++) {
        Moment moment = Moment.values()[kill % Moment.values().length];
        long committedBefore = stand.replayed(plan).size();
        long writtenBefore = written(stand);
        kill(stand, file, moment, random);
        // a commit that it had heard of may still be on its way to others
        stand.broker().settle("parkade-dlq-" + Stand.DLQ);
        long committed = stand.replayed(plan).size() - committedBefore;
        long written = written(stand) - writtenBefore;
        seen.merge(fellInto(committed, written), 1, Integer::sum);
        if (moment != Moment.ANYWHERE) {
          // then it died at the very moment that was meant
          assertThat(fellInto(committed, written)).as("kill %d", kill).isEqualTo(moment);
        }
      }
      assertThat(seen.getOrDefault(Moment.BEFORE, 0)).isGreaterThanOrEqualTo(KILLS / 4);
      assertThat(seen.getOrDefault(Moment.INSIDE, 0)).isGreaterThanOrEqualTo(KILLS / 4);
      assertThat(seen.getOrDefault(Moment.AFTER, 0)).isGreaterThanOrEqualTo(KILLS / 4);
      long before = stand.replayed(plan).size();
      assertThat(before).isBetween(1L, (long) LETTERS - 1);
      assertThat(stand.replay(plan, Stand.AT_ONCE.takingOver()))
          .asInstanceOf(type(ReplayResult.Finished.class))
          .returns(before, ReplayResult.Finished::earlier)
          .returns(LETTERS - before, ReplayResult.Finished::sent);

      // then every letter was sent, and none of them twice
      var sent = stand.replayed(plan);
      assertThat(sent).hasSize(LETTERS);
      assertThat(sent.stream().map(Stand::of).distinct()).hasSize(LETTERS);
      try (Ledger ledger = Ledger.read(stand.kafka(), List.of(Stand.DLQ))) {
        assertThat(ledger.run(plan.id()).orElseThrow().done()).isEqualTo(LETTERS);
      }
    }
  }

  /// What a kill met: records of a transaction that was never committed, or else whole
  /// ones.
  private static Moment fellInto(long committed, long written) {
    if (written > committed) {
      return Moment.INSIDE;
    }
    return committed > 0 ? Moment.AFTER : Moment.BEFORE;
  }

  private void kill(Stand stand, Path file, Moment moment, Random random) throws Exception {
    int number =
        switch (moment) {
          case INSIDE -> 1 + random.nextInt(2 * KilledReplay.PORTION);
          case AFTER -> 1 + random.nextInt(2);
          case BEFORE, ANYWHERE -> 0;
        };
    Process process = start(stand, file, moment, number);
    try (BufferedReader said = process.inputReader()) {
      assertThat(said.readLine()).isEqualTo("here");
      if (moment == Moment.ANYWHERE) {
        // as long as it takes or does not take
        process.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
      }
      assertThat(process.isAlive()).isTrue();
      // SIGKILL
      process.destroyForcibly();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isEqualTo(128 + 9);
    }
  }

  private Process start(Stand stand, Path file, Moment moment, int number) {
    try {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xshare:auto",
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-Xmx128m",
              "-cp",
              System.getProperty("java.class.path"),
              KilledReplay.class.getName(),
              stand.kafka().servers(),
              file.toString(),
              moment.name(),
              Integer.toString(number))
          .redirectError(directory.resolve("replay.log").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Records that stand on the target, committed or not: markers of transactions left out.
  private static long written(Stand stand) {
    Map<String, Object> config = new HashMap<>(stand.kafka().properties());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.PAYMENT_PARKED.name()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long count = 0;
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        count += consumer.poll(Duration.ofMillis(100)).count();
      }
      return count;
    }
  }
}
