package dev.parkade.runtime.lag;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.runtime.consuming.PositionStore;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/// The lag of a group none of whose members runs: it is measured all the same.
class LagIT {

  private static final Duration VISIBLE = Eventually.SOON;
  private static final String GROUP = "lagging";
  private static final String TOPIC = "lag.commands";
  private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");

  private final KafkaAccess kafka = KafkaAccess.at(Environment.kafka().bootstrapServers());
  private final HikariDataSource database = new HikariDataSource();
  private final Producer<byte[], byte[]> producer = kafka.producer("lag-it");
  private PositionStore positions;
  private LagReader reader;

  @BeforeEach
  void aTopicAndADatabase() {
    Environment.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1)));
    var fresh = Environment.freshDatabase("lag");
    database.setJdbcUrl(fresh.jdbcUrl());
    database.setUsername(fresh.username());
    database.setPassword(fresh.password());
    Flyway.configure().dataSource(database).locations("classpath:db/messaging").load().migrate();
    positions = new PositionStore(new JdbcTemplate(database));
    reader = new LagReader(kafka.consumer(64 * 1024), positions, GROUP, List.of(TOPIC, "no.topic"));
    producer.initTransactions();
  }

  @AfterEach
  void close() {
    reader.close();
    producer.close();
    database.close();
  }

  @Test
  void everyPartitionCountsWhoeverOwnsItAndTheOldestRecordTellsTheTime() {
    // given records on three partitions, of which one has a stored position and two never had one
    shows(new Lag(0, null));
    write(0, OLD, OLD.plusSeconds(60), OLD.plusSeconds(120));
    write(1, OLD.plusSeconds(30));
    positions.initialise(GROUP, Map.of(new TopicPartition(TOPIC, 0), 0L));

    // then each transaction's marker takes an offset as well
    shows(new Lag(6, OLD));
    assertThat(reader.read()).containsEntry("no.topic", new Lag(0, null));

    // when the first is handled, the next one tells
    move(0, 0, 1);
    shows(new Lag(5, OLD.plusSeconds(30)));

    // when only markers are left on it, the other partition tells
    move(0, 1, 3);
    shows(new Lag(2, OLD.plusSeconds(30)));
    positions.initialise(GROUP, Map.of(new TopicPartition(TOPIC, 1), 1L));
    shows(new Lag(0, null));

    // and what comes after markers is seen
    write(0, OLD.plusSeconds(300));
    shows(new Lag(3, OLD.plusSeconds(300)));
  }

  private void shows(Lag lag) {
    Eventually.within(VISIBLE, () -> assertThat(lag()).isEqualTo(lag));
  }

  private Lag lag() {
    return reader.read().get(TOPIC);
  }

  private void move(int partition, long from, long to) {
    var moves = Map.of(new TopicPartition(TOPIC, partition), new PositionStore.Move(from, to));
    assertThat(positions.advance(GROUP, moves)).isEmpty();
  }

  private void write(int partition, Instant... times) {
    producer.beginTransaction();
    for (Instant time : times) {
      producer.send(
          new ProducerRecord<>(
              TOPIC, partition, time.toEpochMilli(), "key".getBytes(UTF_8), "{}".getBytes(UTF_8)));
    }
    producer.commitTransaction();
  }
}
