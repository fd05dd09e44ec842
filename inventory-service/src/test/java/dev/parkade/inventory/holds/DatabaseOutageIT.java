package dev.parkade.inventory.holds;

import static dev.parkade.inventory.world.World.line;
import static dev.parkade.inventory.world.World.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.inventory.world.InventoryServiceTest;
import dev.parkade.inventory.world.World;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@InventoryServiceTest
class DatabaseOutageIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Autowired World world;

  @AfterEach
  void theDatabaseIsBack() {
    world.bringDatabaseBack();
  }

  @Test
  void waitsForItsDatabaseSaysSoAndLosesNothing() {
    world.product("tent", 5);
    var before = world.order();
    world.send(reserve(before, line("tent", 1)));
    world.replies(before, 1);
    var dlq = world.watch(Topics.INVENTORY_DLQ);

    world.takeDatabaseAway();
    var during = world.order();
    world.send(reserve(during, line("tent", 1)));

    var refused = world.get("/api/v1/products/tent");
    world.assertProblem(refused, 503, "temporarily-unavailable");
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertReadiness(503);
    world.assertAlive();

    world.bringDatabaseBack();

    assertThat(world.replies(during, 1)).singleElement().isInstanceOf(StockReserved.class);
    world.assertUnits("tent", 3, 2, 0);
    assertReadiness(200);
    assertThat(dlq.poll(Duration.ofMillis(500))).isEmpty();
    dlq.close();
  }

  private void assertReadiness(int status) {
    Eventually.within(
        SOON,
        () ->
            assertThat(world.manage("/actuator/health/readiness").statusCode()).isEqualTo(status));
  }
}
