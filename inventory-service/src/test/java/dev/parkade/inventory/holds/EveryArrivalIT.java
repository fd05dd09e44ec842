package dev.parkade.inventory.holds;

import static dev.parkade.inventory.holds.Story.What.COMMIT;
import static dev.parkade.inventory.holds.Story.What.EXPIRY;
import static dev.parkade.inventory.holds.Story.What.RELEASE;
import static dev.parkade.inventory.holds.Story.What.RESERVE;
import static dev.parkade.inventory.holds.Story.What.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.inventory.holds.Story.What;
import dev.parkade.inventory.world.InventoryServiceTest;
import dev.parkade.inventory.world.World;
import dev.parkade.messages.id.OrderId;
import dev.parkade.testkit.arrangement.Arrangements;
import dev.parkade.testkit.time.TestClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reservation, commit and release of an order, each of them three times (as it was sent, the same
/// again, and under a fresh message id), in every order in which they can arrive; and with its time
/// limit passing at every moment. What must follow stands in [Story].
@InventoryServiceTest
class EveryArrivalIT {

  private static final int SUPPLY = 1_000_000;

  @Autowired World world;
  @Autowired StockAudit audit;
  @Autowired HoldExpiry expiry;
  @Autowired TestClock clock;
  @Autowired JdbcClient jdbc;

  private final List<Long> violations = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService auditor = Executors.newSingleThreadScheduledExecutor();

  @BeforeEach
  void auditAllTheTime() {
    auditor.scheduleWithFixedDelay(
        () -> violations.add(audit.violations()), 0, 20, TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void whatWasHeldWasHeldForSomebodyAtEveryMoment() {
    auditor.shutdownNow();
    assertThat(violations).isNotEmpty().containsOnly(0L);
  }

  @Test
  void inOnePollEveryArrivalIsAnsweredAsTheTableSays() {
    List<Story> stories = everyOrderOfArrival("one-poll");

    world.whileStopped(() -> stories.forEach(story -> story.commands().forEach(world::send)));

    assertOutcome(stories);
  }

  @Test
  void inSeparatePollsEveryArrivalIsAnsweredAsTheTableSays() {
    List<Story> stories = everyOrderOfArrival("many-polls");

    for (int round = 0; round < 9; round++) {
      for (Story story : stories) {
        if (round < story.commands().size()) {
          world.send(story.commands().get(round));
        }
      }
      world.awaitHandled();
    }

    assertOutcome(stories);
  }

  @Test
  void aTimeLimitThatPassesAtAnyMomentIsAnsweredAsTheTableSays() {
    world.product("timed", SUPPLY);
    List<Story> stories = new ArrayList<>();
    for (List<What> order : Arrangements.of(List.of(RESERVE, RESERVE, COMMIT, COMMIT, RELEASE))) {
      for (int time = 0; time <= order.size(); time++) {
        for (int swept = time; swept <= order.size(); swept++) {
          List<What> story = new ArrayList<>(order);
          story.add(swept, EXPIRY);
          story.add(time, TIME);
          stories.add(story(story, "timed", stories.size()));
        }
      }
    }

    world.whileStopped(() -> stories.forEach(story -> story.before(TIME).forEach(world::send)));
    world.awaitHandled();
    // from this very moment on the holds are due; nobody looks yet
    clock.advance(Story.TIME_LIMIT);
    stories.forEach(story -> story.between(TIME, EXPIRY).forEach(world::send));
    world.awaitHandled();
    clock.advance(Story.TIME_LIMIT);
    expiry.expireDue();
    stories.forEach(story -> story.after(EXPIRY).forEach(world::send));

    assertOutcome(stories);
  }

  private List<Story> everyOrderOfArrival(String name) {
    world.product(name, SUPPLY);
    world.product(name + "-none", 0);
    List<Story> stories = new ArrayList<>();
    for (List<What> order :
        Arrangements.of(
            List.of(
                RESERVE, RESERVE, RESERVE, COMMIT, COMMIT, COMMIT, RELEASE, RELEASE, RELEASE))) {
      stories.add(story(order, name, stories.size()));
    }
    for (List<What> order :
        Arrangements.of(List.of(RESERVE, RESERVE, COMMIT, COMMIT, RELEASE, RELEASE))) {
      stories.add(story(order, name + "-none", stories.size()));
    }
    return stories;
  }

  private Story story(List<What> order, String sku, int number) {
    return new Story(world, sku, order, number, clock.instant());
  }

  private void assertOutcome(List<Story> stories) {
    world.awaitHandled();
    Map<OrderId, Story> byOrder = new HashMap<>();
    stories.forEach(story -> byOrder.put(story.order(), story));
    var answers = world.answers(byOrder.keySet());
    Map<OrderId, String> statuses = statuses(byOrder.keySet());
    Map<String, Units> expected = new HashMap<>();
    for (Story story : stories) {
      var told = answers.getOrDefault(story.order(), List.of());
      Story.Outcome outcome = story.outcome();
      assertThat(told).as(story.toString()).isEqualTo(outcome.answers());
      assertThat(statuses.getOrDefault(story.order(), "ABSENT"))
          .as(story.toString())
          .isEqualTo(outcome.status());
      expected.merge(story.sku(), Units.of(outcome.status()), Units::plus);
    }
    expected.forEach(
        (sku, units) -> {
          int supply = sku.endsWith("-none") ? 0 : SUPPLY;
          world.assertUnits(sku, supply - units.held() - units.sold(), units.held(), units.sold());
        });
  }

  private record Units(long held, long sold) {

    static Units of(String status) {
      return new Units(status.equals("HELD") ? 1 : 0, status.equals("COMMITTED") ? 1 : 0);
    }

    Units plus(Units other) {
      return new Units(held + other.held, sold + other.sold);
    }
  }

  private Map<OrderId, String> statuses(Collection<OrderId> orders) {
    Map<OrderId, String> statuses = new HashMap<>();
    jdbc.sql("select order_id, status from hold where order_id = any(:orders::uuid[])")
        .param("orders", orders.stream().map(OrderId::text).toArray(String[]::new))
        .query(
            rs -> {
              statuses.put(OrderId.of(rs.getString("order_id")), rs.getString("status"));
            });
    return statuses;
  }
}
