package dev.parkade.order;

import static dev.parkade.order.scenario.Participants.SOON;
import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.declined;
import static dev.parkade.order.scenario.Participants.refunded;
import static dev.parkade.order.scenario.Participants.released;
import static dev.parkade.order.scenario.Participants.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.inventory.ReserveStock;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.messages.topic.Topics;
import dev.parkade.order.saga.SecondVersion;
import dev.parkade.order.saga.Transitions;
import dev.parkade.order.scenario.Intruder;
import dev.parkade.order.scenario.Participants;
import dev.parkade.order.scenario.Release;
import dev.parkade.testkit.environment.Database;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An upgrade in the middle of sagas: an instance that knows version 1 of the definition only, and
/// one that knows 2 as well, side by side on one database and in one group of consumers.
class VersionIT {

  private static final String GRACE = "{\"who\":\"grace\",\"reason\":\"it is late\"}";

  private final Participants participants = Participants.shared();
  private final Database database = Environment.freshDatabase("versions");

  @AfterEach
  void dropTheDatabase() {
    Environment.drop(database);
  }

  @Test
  void everySagaEndsOnItsVersionAndAnAnswerThatReachesTheWrongInstanceHoldsNobodyBack() {
    try (var old = new Release("old", database, 1, Transitions.definition())) {
      OrderId cancelled = charging(old, old.api().place());
      OrderId declined = charging(old, old.api().place());
      try (var fresh =
          new Release("fresh", database, 2, Transitions.definition(), new SecondVersion())) {
        awaitPartitionsAreShared(old, fresh);

        OrderId second = charging(fresh, placedAt(fresh, fresh.partitions()));
        assertThat(version(old, cancelled)).isEqualTo(1);
        assertThat(version(old, second)).isEqualTo(2);
        assertThat(fresh.api().cancel(cancelled).status()).isEqualTo(202);
        fresh.api().cancel(second).isProblem(409, "order-not-cancellable");
        participants.answer(cancelled, refunded(cancelled));
        participants.answer(cancelled, released(cancelled));
        fresh.api().awaitEnd(cancelled, "CANCELLED", "CUSTOMER_REQUEST");

        OrderId strayed = placedAt(fresh, old.partitions());
        anAnswerStraysToTheInstanceThatLacksItsVersion(old, strayed);
        itsReleaseAsksAgain(old, fresh, strayed);

        old.close();
        Eventually.within(SOON, () -> assertThat(fresh.partitions()).hasSize(Topics.PARTITIONS));
        participants.answer(strayed, reserved(strayed));
        participants.answer(strayed, charged(strayed));
        participants.answer(strayed, committed(strayed));
        fresh.api().awaitEnd(strayed, "CONFIRMED", "");
        assertThat(version(fresh, strayed)).isEqualTo(2);
        aDeclinedPaymentIsUndoneAsEachVersionSays(fresh, declined, second);
      }
    }
  }

  private void anAnswerStraysToTheInstanceThatLacksItsVersion(Release old, OrderId strayed) {
    Set<Integer> samePartition = Set.of(Intruder.partitionOf(strayed));
    List<OrderId> neighbours =
        Stream.generate(() -> placedAt(old, samePartition)).limit(4).toList();
    old.hold();
    Eventually.within(SOON, () -> assertThat(old.isHeld()).isTrue());
    neighbours.subList(0, 2).forEach(order -> participants.answer(order, reserved(order)));
    var answer = participants.answer(strayed, reserved(strayed));
    neighbours.subList(2, 4).forEach(order -> participants.answer(order, reserved(order)));

    old.letGo();

    neighbours.forEach(order -> old.api().awaitState(order, "CHARGING"));
    Eventually.within(
        SOON,
        () ->
            assertThat(participants.deadLetters(strayed.text()))
                .singleElement()
                .satisfies(
                    letter -> {
                      assertThat(Participants.reason(letter)).isEqualTo("UNKNOWN_SAGA_VERSION");
                      assertThat(letter.value()).isEqualTo(Participants.bytesOf(answer));
                    }));
    assertThat(neighbours)
        .allSatisfy(order -> assertThat(old.api().story(order)).containsOnlyOnce("REPLY"));
    assertThat(old.api().story(strayed)).doesNotContain("REPLY", "IGNORED");
    assertThat(old.counted("parkade.consumer.failures")).isZero();
  }

  private void itsReleaseAsksAgain(Release old, Release fresh, OrderId strayed) {
    old.api().cancel(strayed).isProblem(503, "saga-of-another-version");
    old.api()
        .postJson("/api/v1/sagas/" + strayed + "/retry", GRACE)
        .isProblem(503, "saga-of-another-version");

    List<OrderId> overdue = Stream.generate(() -> old.api().place()).limit(20).toList();

    Stream.of(old, fresh).forEach(release -> release.clock().advance(Duration.ofSeconds(11)));

    Eventually.within(
        SOON,
        () ->
            assertThat(overdue)
                .allSatisfy(order -> assertThat(old.api().story(order)).contains("RETRY")));
    // both swept, and none of them twice
    assertThat(overdue)
        .allSatisfy(order -> assertThat(old.api().story(order)).containsOnlyOnce("RETRY"));

    var again = participants.awaitNth(2, Topics.INVENTORY_COMMANDS, strayed, ReserveStock.class);
    var once = participants.sent(Topics.INVENTORY_COMMANDS, strayed, ReserveStock.class).getFirst();
    assertThat(again.id()).isEqualTo(once.id());
  }

  private void aDeclinedPaymentIsUndoneAsEachVersionSays(
      Release release, OrderId first, OrderId second) {
    participants.answer(first, declined(first));
    participants.answer(second, declined(second));

    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, first, ReleaseStock.class);
    participants.awaitNth(1, Topics.PAYMENT_COMMANDS, second, RefundPayment.class);
    participants.answer(first, released(first));
    participants.answer(second, refunded(second));
    participants.answer(second, released(second));
    release.api().awaitEnd(first, "CANCELLED", "PAYMENT_DECLINED");
    release.api().awaitEnd(second, "CANCELLED", "PAYMENT_DECLINED");
    assertThat(participants.sent(Topics.PAYMENT_COMMANDS, first, RefundPayment.class)).isEmpty();
  }

  private OrderId charging(Release release, OrderId order) {
    participants.answer(order, reserved(order));
    release.api().awaitState(order, "CHARGING");
    return order;
  }

  /// An order whose answers come to one of these partitions.
  private static OrderId placedAt(Release release, Set<Integer> partitions) {
    return Stream.generate(() -> release.api().place())
        .filter(order -> partitions.contains(Intruder.partitionOf(order)))
        .findFirst()
        .orElseThrow();
  }

  private static int version(Release release, OrderId order) {
    return release.api().get("/api/v1/sagas/" + order).json().path("definition").asInt();
  }

  private static void awaitPartitionsAreShared(Release one, Release other) {
    Eventually.within(
        SOON,
        () -> {
          assertThat(one.partitions()).isNotEmpty().doesNotContainAnyElementsOf(other.partitions());
          assertThat(one.partitions().size() + other.partitions().size())
              .isEqualTo(Topics.PARTITIONS);
        });
  }
}
