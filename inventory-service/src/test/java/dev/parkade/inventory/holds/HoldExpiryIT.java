package dev.parkade.inventory.holds;

import static dev.parkade.inventory.world.World.line;
import static dev.parkade.inventory.world.World.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.inventory.world.InventoryServiceTest;
import dev.parkade.inventory.world.World;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.HoldExpired;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.inventory.StockReleased;
import dev.parkade.testkit.time.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Stock that was held for too long comes back, once.
@InventoryServiceTest
class HoldExpiryIT {

  @Autowired World world;
  @Autowired StockAudit audit;
  @Autowired TestClock clock;
  @Autowired HoldExpiry expiry;

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
    world.send(new CommitStock(late.getFirst()));
    assertThat(world.replies(late.getFirst(), 2).get(1))
        .isEqualTo(new HoldExpired(late.getFirst()));
    world.send(new CommitStock(inTime));
    assertThat(world.replies(inTime, 2).get(1)).isEqualTo(new StockCommitted(inTime));
    world.assertUnits("room", 9, 0, 1);
  }

  @Test
  void answersTheReleaseOfAnExpiredHold() {
    world.product("cot", 3);
    OrderId late = world.order();
    world.send(reserve(late, line("cot", 2)));
    world.replies(late, 1);
    clock.advance(Duration.ofMinutes(15));
    expiry.expireDue();

    world.send(new ReleaseStock(late, "TIMED_OUT"));

    assertThat(world.replies(late, 2).get(1)).isEqualTo(new StockReleased(late));
    world.assertUnits("cot", 3, 0, 0);
  }

  @Test
  void givesEveryHoldBackOnceHoweverManySweep() {
    world.product("bunk", 30);
    List<OrderId> late = IntStream.range(0, 30).mapToObj(_ -> world.order()).toList();
    late.forEach(order -> world.send(reserve(order, line("bunk", 1))));
    late.forEach(order -> world.replies(order, 1));
    clock.advance(Duration.ofMinutes(15));

    try (var sweepers = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 4).forEach(_ -> sweepers.execute(expiry::expireDue));
      late.forEach(order -> world.send(new ReleaseStock(order, "TIMED_OUT")));
      late.forEach(order -> world.replies(order, 2));
    }

    world.assertUnits("bunk", 30, 0, 0);
  }
}
