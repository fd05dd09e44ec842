package dev.parkade.inventory.holds;

import static dev.parkade.inventory.world.World.line;
import static dev.parkade.inventory.world.World.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.inventory.world.InventoryServiceTest;
import dev.parkade.inventory.world.World;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.HoldExpired;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.inventory.StockReleased;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Stock that was held for too long comes back, once, whoever wants it at the same moment. In which
/// order expiry and commands may come one after the other is in [EveryArrivalIT].
@InventoryServiceTest
class HoldExpiryIT {

  private static final Duration SOON = Eventually.SOON;

  @Autowired World world;
  @Autowired StockAudit audit;
  @Autowired TestClock clock;
  @Autowired HoldExpiry expiry;
  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager transactions;

  @AfterEach
  void whatIsHeldIsHeldForSomebody() {
    assertThat(audit.violations()).isZero();
  }

  @Test
  void givesBackInSlicesWhatWasHeldForTooLong() {
    world.product("room", 10);
    List<OrderId> late = IntStream.range(0, 7).mapToObj(_ -> world.order()).toList();
    late.forEach(order -> world.send(reserve(order, line("room", 1))));
    late.forEach(order -> world.replies(order, 1));
    clock.advance(Duration.ofMinutes(10));
    var inTime = world.order();
    world.send(reserve(inTime, line("room", 1)));
    world.replies(inTime, 1);
    clock.advance(Duration.ofMinutes(5));

    int expired = expiry.expireDue();

    assertThat(expired).isGreaterThanOrEqualTo(7);
    world.assertUnits("room", 9, 1, 0);
    world.send(new CommitStock(inTime));
    assertThat(world.replies(inTime, 2).get(1)).isEqualTo(new StockCommitted(inTime));
    world.assertUnits("room", 9, 0, 1);
  }

  @Test
  void aCommitThatMeetsItsHoldBeingGivenBackWaitsAndLearnsThatItExpired() {
    world.product("bunk", 3);
    // of one partition, so that all of it can be one poll
    List<OrderId> orders = world.ordersOfPartition(4, 3);
    OrderId committed = due("bunk", orders.get(0));
    OrderId released = due("bunk", orders.get(1));
    OrderId bystander = orders.get(2);

    new TransactionTemplate(transactions)
        .executeWithoutResult(
            _ -> {
              expiry.expireDue();
              world.send(new CommitStock(committed));
              world.send(new ReleaseStock(released, "TIMED_OUT"));
              world.send(reserve(bystander, line("bunk", 3)));
              Eventually.within(SOON, () -> assertThat(waitingForALock()).isPositive());
              assertThat(world.replies(committed, 1)).hasSize(1);
            });

    assertThat(world.replies(committed, 2).get(1)).isEqualTo(new HoldExpired(committed));
    assertThat(world.replies(released, 2).get(1)).isEqualTo(new StockReleased(released));
    // what was given back is there for whoever comes behind in the same poll
    assertThat(world.replies(bystander, 1)).singleElement().isInstanceOf(StockReserved.class);
    world.assertUnits("bunk", 0, 3, 0);
  }

  @Test
  void aHoldThatIsBeingDecidedAboutIsPassedOverByTheSweep() {
    world.product("cot", 2);
    OrderId order = due("cot", world.order());
    OrderId other = due("cot", world.order());

    new TransactionTemplate(transactions)
        .executeWithoutResult(
            _ -> {
              jdbc.sql("select 1 from hold where order_id = ? for no key update")
                  .param(order.value())
                  .query(Integer.class)
                  .single();
              try (var sweeper = Executors.newVirtualThreadPerTaskExecutor()) {
                assertThat(sweeper.submit(expiry::expireDue)).succeedsWithin(SOON);
              }
            });

    assertThat(status(other)).isEqualTo("EXPIRED");
    world.send(new CommitStock(order));
    assertThat(world.replies(order, 2).get(1)).isEqualTo(new StockCommitted(order));
    world.assertUnits("cot", 1, 0, 1);
  }

  @Test
  void everyHoldGoesOneWayOnlyWhenSweepsAndCommandsRace() {
    world.product("berth", 400);
    List<OrderId> holds = IntStream.range(0, 400).mapToObj(_ -> world.order()).toList();
    holds.forEach(order -> world.send(reserve(order, line("berth", 1))));
    world.awaitHandled();
    clock.advance(Duration.ofMinutes(15));

    try (var sweepers = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 4).forEach(_ -> sweepers.execute(expiry::expireDue));
      for (OrderId order : holds) {
        boolean release = order.value().hashCode() % 3 == 0;
        world.send(release ? new ReleaseStock(order, "TIMED_OUT") : new CommitStock(order));
      }
    }
    world.awaitHandled();

    Map<String, Integer> ends = new HashMap<>();
    for (OrderId order : holds) {
      InventoryReply reply = world.replies(order, 2).get(1);
      String expected =
          switch (reply) {
            case StockCommitted _ -> "COMMITTED";
            case HoldExpired _ -> "EXPIRED";
            case StockReleased _ -> "RELEASED";
            default -> throw new AssertionError(reply);
          };
      assertThat(status(order)).isEqualTo(expected);
      ends.merge(expected, 1, Integer::sum);
    }
    int sold = ends.getOrDefault("COMMITTED", 0);
    world.assertUnits("berth", 400 - sold, 0, sold);
  }

  /// Reserves a unit for the order and lets its time limit pass, to the very instant.
  private OrderId due(String sku, OrderId order) {
    world.send(reserve(order, line(sku, 1)));
    world.replies(order, 1);
    clock.advance(Duration.ofMinutes(15));
    return order;
  }

  private String status(OrderId order) {
    return jdbc.sql("select status from hold where order_id = ?")
        .param(order.value())
        .query(String.class)
        .single();
  }

  private long waitingForALock() {
    return jdbc.sql(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'
            """)
        .query(Long.class)
        .single();
  }
}
