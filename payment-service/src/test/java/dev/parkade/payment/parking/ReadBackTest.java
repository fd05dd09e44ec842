package dev.parkade.payment.parking;

import static dev.parkade.payment.parking.Commands.ADA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.runtime.consuming.RecordReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReadBackTest {

  private final MessageCodec codec = new MessageCodec();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Commands given = new Commands();
  private final Log log = new Log();
  private final ReadBack readBack =
      new ReadBack(
          () -> log, new ParkedRecords(new RecordReader(codec)), new BoundsMetrics(meters));

  @Test
  void readsAWholeSliceBackWithOneSeek() {
    List<Parked> spilled = spilled(20);
    log.holds(spilled);

    readBack.load(List.of(slice(spilled)), () -> false);

    assertThat(spilled).allSatisfy(entry -> assertThat(now(entry).isSpilled()).isFalse());
    assertThat(spilled)
        .allSatisfy(entry -> assertThat(now(entry).place()).isEqualTo(entry.place()));
    assertThat(given.partition().waiting().spilled()).isZero();
    assertThat(log.seeks).isEqualTo(1);
  }

  @Test
  void readsAheadOnlyWhereThereIsRoom() {
    List<Parked> spilled = spilled(20);
    log.holds(spilled);

    readBack.load(List.of(slice(spilled.subList(0, 5))), () -> false);
    assertThat(given.partition().waiting().spilled()).isEqualTo(15);
    log.holds(spilled);
    readBack.load(List.of(slice(spilled.subList(5, 6))), () -> true);

    assertThat(given.partition().waiting().spilled()).isZero();
  }

  @Test
  void jumpsOverWhatLiesFarAway() {
    Parked near = spilled(1).getFirst();
    Parked far = again(spilled(1).getFirst(), 100_000);
    log.holds(List.of(near, far));
    log.setMaxPollRecords(1);

    readBack.load(List.of(slice(List.of(near, far))), () -> false);

    assertThat(given.partition().waiting().spilled()).isZero();
    assertThat(log.seeks).isEqualTo(2);
  }

  @Test
  void whatIsNotThereStaysSpilledAndIsCounted() {
    List<Parked> spilled = spilled(3);
    log.holds(List.of(spilled.get(0), spilled.get(2)));

    readBack.load(List.of(slice(spilled)), () -> false);

    assertThat(now(spilled.get(0)).isSpilled()).isFalse();
    assertThat(now(spilled.get(1)).isSpilled()).isTrue();
    assertThat(now(spilled.get(2)).isSpilled()).isFalse();
    assertThat(meters.counter("parkade.gate.readback.failures").count()).isEqualTo(1);
  }

  @Test
  void aBrokerThatServesNothingCostsNoMoreThanTheLimitAndIsNotAskedAgainAtOnce() {
    List<Parked> spilled = spilled(3);

    long start = System.nanoTime();
    readBack.load(List.of(slice(spilled)), () -> false);
    long took = System.nanoTime() - start;
    readBack.load(List.of(slice(spilled)), () -> false);

    assertThat(took).isLessThan(40 * ReadBack.LIMIT.toNanos());
    assertThat(meters.counter("parkade.gate.readback.failures").count()).isEqualTo(1);
    assertThat(given.partition().waiting().spilled()).isEqualTo(3);
  }

  private List<Parked> spilled(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> given.parked(given.charge(ADA)))
        .map(entry -> again(entry, entry.offset()))
        .toList();
  }

  private Parked again(Parked entry, long offset) {
    Parked spilled = entry.at(offset).spilled();
    given.partition().waiting().put(spilled);
    if (!entry.isSpilled()) {
      log.contents.put(spilled.id().text(), entry.command());
    }
    return spilled;
  }

  private Parked now(Parked entry) {
    return Objects.requireNonNull(given.partition().waiting().get(entry.id()));
  }

  private Slice slice(List<Parked> entries) {
    return new Slice(given.partition(), entries);
  }

  /// `payment.parked-0`.
  private final class Log extends MockConsumer<String, byte[]> {

    private final Map<String, Command> contents = new HashMap<>();
    private int seeks;

    Log() {
      super("earliest");
    }

    void holds(List<Parked> entries) {
      List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
      for (Parked entry : entries) {
        var encoded =
            codec.encode(Objects.requireNonNull(contents.get(entry.id().text())).message());
        var record =
            new ConsumerRecord<>(
                "payment.parked",
                0,
                entry.offset(),
                entry.id().text(),
                encoded.payload().getBytes(UTF_8));
        encoded.headers().forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        records.add(record);
      }
      schedulePollTask(() -> records.forEach(this::addRecord));
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
      seeks++;
      super.seek(partition, offset);
    }
  }
}
