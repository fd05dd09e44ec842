package dev.parkade.inventory.holds;

import static dev.parkade.inventory.world.World.line;
import static dev.parkade.inventory.world.World.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.inventory.world.InventoryServiceTest;
import dev.parkade.inventory.world.World;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.OrderLine;
import dev.parkade.messages.inventory.ReleaseStock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// No unit is sold twice, and what is held can be seen. Which command is answered how is in
/// [EveryArrivalIT].
@InventoryServiceTest
class StockIT {

  @Autowired World world;
  @Autowired StockAudit audit;

  @AfterEach
  void whatIsHeldIsHeldForSomebody() {
    assertThat(audit.violations()).isZero();
  }

  @Test
  void neverSellsMoreThanThereIsInOnePoll() {
    world.product("ticket", 50);
    List<OrderId> buyers = IntStream.range(0, 300).mapToObj(_ -> world.order()).toList();

    world.whileStopped(
        () -> buyers.forEach(order -> world.send(reserve(order, line("ticket", 1)))));

    world.assertReserved(buyers, 50);
    world.assertUnits("ticket", 0, 50, 0);
  }

  @Test
  void neverSellsMoreThanThereIsOverManyPolls() {
    world.product("seat", 40);
    world.product("meal", 25);
    List<OrderId> buyers = IntStream.range(0, 300).mapToObj(_ -> world.order()).toList();

    // flushed one by one, so that they arrive in many polls; every other one wants a meal, too
    for (int n = 0; n < buyers.size(); n++) {
      var lines =
          n % 2 == 0
              ? new OrderLine[] {line("seat", 1)}
              : new OrderLine[] {line("meal", 1), line("seat", 1)};
      world.send(reserve(buyers.get(n), lines));
      world.flush();
    }

    world.assertReserved(buyers, 40);
    JsonNode seat = world.read("/api/v1/products/seat");
    JsonNode meal = world.read("/api/v1/products/meal");
    assertThat(seat.path("available").asLong()).isZero();
    assertThat(seat.path("held").asLong()).isEqualTo(40);
    assertThat(meal.path("held").asLong() + meal.path("available").asLong()).isEqualTo(25);
  }

  @Test
  void keepsWhatIsHeldWhenAProductIsReplaced() {
    world.product("desk", 5);
    var order = world.order();
    world.send(reserve(order, line("desk", 2)));
    world.replies(order, 1);

    world.product("desk", 1);

    world.assertUnits("desk", 1, 2, 0);
    world.send(new ReleaseStock(order, "CUSTOMER_REQUEST"));
    world.replies(order, 2);
    world.assertUnits("desk", 3, 0, 0);
  }

  @Test
  void showsAHold() {
    world.product("bed", 5);
    var held = world.order();
    var refused = world.order();
    world.send(reserve(held, line("bed", 2)));
    world.send(reserve(refused, line("bed", 9)));
    world.replies(held, 1);
    world.replies(refused, 1);

    var shown = world.read("/api/v1/holds/" + held);
    var reason = world.read("/api/v1/holds/" + refused);

    assertThat(shown.path("status").asString()).isEqualTo("HELD");
    assertThat(shown.at("/lines/0/unitPrice/amount").asLong()).isEqualTo(250);
    assertThat(reason.path("reason").asString()).isEqualTo("STOCK_UNAVAILABLE");
    assertThat(reason.has("total")).isFalse();
  }
}
