package dev.parkade.order.deadlines;

import static dev.parkade.order.scenario.Participants.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.execution.SagaExecution;
import dev.parkade.order.execution.SagaSettings;
import dev.parkade.order.saga.Definitions;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.storage.Sagas;
import dev.parkade.testkit.time.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/// Several orchestrators on one database. Their clocks are eleven seconds ahead of the
/// service's, so that its own sweep leaves them alone: what was sent once is overdue for them,
/// and what they sent again is not.
@OrchestratorTest
class SweepIT {

  private static final int SLICE = 10;
  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

  @Autowired Sagas sagas;
  @Autowired SagaExecution execution;
  @Autowired SagaSettings settings;
  @Autowired Definitions definitions;
  @Autowired PlatformTransactionManager transactions;
  @Autowired JdbcClient jdbc;
  @Autowired OpenSagas openSagas;
  @Autowired MeterRegistry meters;
  @Autowired TestClock clock;
  @LocalServerPort int port;
  private Api api;

  @BeforeEach
  void client() {
    api = new Api(port);
  }

  @Test
  void sweepersThatMeetShareTheWorkAndSendEachCommandOnce() {
    List<OrderId> orders = placed(6 * SLICE);
    var meeting = new CyclicBarrier(3);
    List<Sweeper> sweepers = Stream.generate(() -> new Sweeper(meeting)).limit(3).toList();

    var sweeps = sweepers.stream().map(Sweeper::sweep).toList();

    assertThat(sweeps).allSatisfy(sweep -> assertThat(sweep).succeedsWithin(SOON));
    // each had locked a slice while the others held theirs
    assertThat(sweepers).allSatisfy(it -> assertThat(it.slices.getFirst()).isEqualTo(SLICE));
    assertThat(sweepers.stream().flatMap(it -> it.slices.stream()).mapToInt(n -> n).sum())
        .isGreaterThanOrEqualTo(orders.size());
    assertThat(orders).allSatisfy(order -> assertThat(sent(order)).isEqualTo(List.of(2, 1)));
  }

  @Test
  void aSweeperWaitsForNoSagaThatSomebodyElseWorksOn() {
    List<OrderId> orders = placed(3 * SLICE);
    List<OrderId> held = orders.subList(SLICE, 2 * SLICE);
    List<OrderId> free = new ArrayList<>(orders);
    free.removeAll(held);

    inTransaction(
        () -> {
          assertThat(sagas.lock(held)).hasSize(SLICE);
          assertThat(new Sweeper().sweep()).succeedsWithin(SOON);
        });

    assertThat(free).allSatisfy(order -> assertThat(sent(order)).isEqualTo(List.of(2, 1)));
    assertThat(held).allSatisfy(order -> assertThat(sent(order)).isEqualTo(List.of(1, 1)));
    assertThat(new Sweeper().sweep()).succeedsWithin(SOON);
    assertThat(orders).allSatisfy(order -> assertThat(sent(order)).isEqualTo(List.of(2, 1)));
  }

  @Test
  void aSagaOfAnotherVersionIsLeftToTheProgramsThatHaveIt() {
    List<OrderId> orders = placed(2);
    OrderId other = orders.getFirst();
    setDefinition(other, 99);

    assertThat(new Sweeper().sweep()).succeedsWithin(SOON);

    assertThat(sent(other)).isEqualTo(List.of(1, 1));
    assertThat(sent(orders.getLast())).isEqualTo(List.of(2, 1));
    setDefinition(other, definitions.forNewSagas().version());
    assertThat(new Sweeper().sweep()).succeedsWithin(SOON);
    assertThat(sent(other)).isEqualTo(List.of(2, 1));
  }

  @Test
  void openSagasAreMeasured() {
    placed(1);
    clock.advance(Duration.ofSeconds(3));

    openSagas.measure();

    var active = meters.get("parkade.saga.active").tag("state", "RESERVING").gauge();
    assertThat(active.value()).isPositive();
    assertThat(meters.get("parkade.saga.oldest.age").gauge().value()).isGreaterThanOrEqualTo(3);
  }

  private List<OrderId> placed(int count) {
    return IntStream.range(0, count).mapToObj(_ -> api.place()).toList();
  }

  /// How many commands went out for an order, and under how many ids.
  private List<Integer> sent(OrderId order) {
    return jdbc.sql(
            """
            select count(*), count(distinct headers::jsonb ->> 'ce_id') from outbox
            where topic = 'inventory.commands' and message_key = ?
            """)
        .param(order.text())
        .query((rs, _) -> List.of(rs.getInt(1), rs.getInt(2)))
        .single();
  }

  private void setDefinition(OrderId order, int version) {
    jdbc.sql("update orders set definition = ? where id = ?")
        .params(version, order.value())
        .update();
  }

  private void inTransaction(Runnable work) {
    new TransactionTemplate(transactions).executeWithoutResult(_ -> work.run());
  }

  /// An orchestrator of its own, as far as sweeps go.
  private final class Sweeper implements PlatformTransactionManager {

    /// How many sagas each of its transactions changed.
    private final List<Integer> slices = new ArrayList<>();

    private final CyclicBarrier meeting;
    private final DeadlineSweep sweep =
        new DeadlineSweep(
            sagas,
            execution,
            inSlices(),
            definitions,
            new TestClock(clock.instant().plusSeconds(11)),
            this);

    Sweeper() {
      this(new CyclicBarrier(1));
    }

    /// @param meeting waited for before the first commit
    Sweeper(CyclicBarrier meeting) {
      this.meeting = meeting;
    }

    CompletableFuture<Void> sweep() {
      return CompletableFuture.runAsync(sweep::sweep, THREADS);
    }

    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
      return transactions.getTransaction(definition);
    }

    @Override
    public void commit(TransactionStatus status) {
      slices.add(
          jdbc.sql("select count(*) from orders where xmin::text = pg_current_xact_id()::text")
              .query(Integer.class)
              .single());
      if (slices.size() == 1) {
        try {
          meeting.await(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
          throw new IllegalStateException("the others did not come", e);
        }
      }
      transactions.commit(status);
    }

    @Override
    public void rollback(TransactionStatus status) {
      transactions.rollback(status);
    }
  }

  private SagaSettings inSlices() {
    return new SagaSettings(
        settings.deadline(),
        settings.holdMargin(),
        settings.jitter(),
        settings.sweepInterval(),
        SLICE,
        settings.limits());
  }
}
