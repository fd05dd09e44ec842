package dev.parkade.cli.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.cli.invariants.Facts.HeldLine;
import dev.parkade.cli.invariants.Facts.Order;
import dev.parkade.cli.invariants.Facts.Position;
import dev.parkade.cli.invariants.Facts.Product;
import dev.parkade.cli.invariants.Facts.TopicRecord;
import dev.parkade.cli.invariants.Witnessed.Repeat;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InvariantsTest {
  private final World world = new World();

  @Test
  void findsNothingInAWorldWhereEverythingIsRight() {
    var findings = Invariants.check(world.facts());

    assertThat(findings).allSatisfy(it -> assertThat(it.holds()).as(it.detail()).isTrue());
    assertThat(findings)
        .extracting(Finding::id)
        .containsExactly("I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "I11", "I12");
  }

  @Test
  void seesAUnitThatDisappeared() {
    world.products.set(0, new Product("book", 10, 5, 1, 3));

    assertViolated("I1", "book", "supplied 10");
  }

  @Test
  void seesStockBelowZero() {
    world.supplied.clear();
    world.products.set(0, new Product("book", 3, -1, 1, 3));

    assertViolated("I1", "available -1");
  }

  @Test
  void seesUnitsHeldThatNoHoldExplains() {
    world.products.set(0, new Product("book", 10, 5, 2, 3));

    assertViolated("I1", "held 2 but its holds are 1");
  }

  @Test
  void seesUnitsSoldThatNoHoldExplains() {
    world.products.set(0, new Product("book", 10, 5, 1, 4));

    assertViolated("I1", "sold 4 but its committed holds are 3");
  }

  @Test
  void seesASupplyThatTheServiceForgot() {
    world.products.set(0, new Product("book", 9, 5, 1, 3));

    assertViolated("I1", "put in 10, not 9");
  }

  @Test
  void seesASuppliedProductThatIsGone() {
    world.supplied.put("pen", 3L);

    assertViolated("I1", "pen");
  }

  @Test
  void seesAConfirmedOrderThatWasNotPaid() {
    world.payments.removeFirst();

    assertViolated("I2", "order-1", "charged nothing");
  }

  @Test
  void seesAnOrderThatWasChargedAnotherAmount() {
    world.payments.set(0, World.payment("order-1", "ada", 499, "CHARGED", 0, 1));

    assertViolated("I2", "order-1", "499");
  }

  @Test
  void seesMoneyThatNoConfirmedOrderExplains() {
    world.payments.set(2, World.payment("order-3", "bob", 2000, "CHARGED", 2, 3));

    assertViolated("I2", "EUR 3500");
    assertViolated("I5", "order-3", "charged");
  }

  @Test
  void allowsMoneyOfAnOrderThatIsStillOpen() {
    world.payments.add(World.payment("order-4", "cleo", 500, "CHARGED", 3, 4));

    assertThat(finding("I2").holds()).isTrue();
  }

  @Test
  void seesAnOrderThatIsOverdue() {
    var late = World.NOW.minusSeconds(120);
    world.orders.set(3, new Order("order-4", "PENDING", null, true, late, List.of()));

    assertViolated("I3", "order-4", late.toString());
  }

  @Test
  void seesASagaWhoseHistoryHasGaps() {
    world.orders.set(
        3, new Order("order-4", "PENDING", null, false, World.NOW.plusSeconds(9), List.of()));

    assertViolated("I3", "order-4", "gaps");
  }

  @Test
  void seesASecondSaga() {
    world.put(reserve("reserve-1"));
    world.put(reserve("reserve-2"));

    assertViolated("I3", "order-1 began 2 sagas");
  }

  @Test
  void seesAKeyThatStandsForTwoOrders() {
    var soon = World.NOW.plusSeconds(9);
    world.orders.add(new Order("order-5", "PENDING", null, true, soon, List.of("key-order-1")));

    assertViolated("I4", "key-order-1", "order-5");
  }

  @Test
  void seesARepeatedRequestThatMadeAnotherOrder() {
    world.repeats.add(new Repeat("key-x", "order-1", "order-2"));

    assertViolated("I4", "key-x");
  }

  @Test
  void seesAHoldThatACancelledOrderKept() {
    world.holds.set(2, new HeldLine("order-3", "book", 4, "HELD"));

    assertViolated("I5", "order-3", "HELD");
  }

  @Test
  void seesAConfirmedOrderWhoseHoldWasNotSold() {
    world.holds.set(0, new HeldLine("order-1", "book", 1, "HELD"));

    assertViolated("I5", "order-1", "CONFIRMED");
  }

  @Test
  void seesAChargeOfAnOrderThatNobodyKnows() {
    world.payments.add(World.payment("order-9", "bob", 1, "CHARGED", 9, 9));

    assertViolated("I5", "order-9", "unknown");
  }

  @Test
  void seesAnOrderThatPaidTwice() {
    world.payments.add(World.payment("order-1", "ada", 500, "CHARGED", 5, 9));

    assertViolated("I6", "order-1", "several payments");
  }

  @Test
  void seesAnOrderThatHeldTwice() {
    world.holds.add(new HeldLine("order-1", "book", 1, "RELEASED"));

    assertViolated("I6", "order-1");
  }

  @Test
  void seesAnOrderThatEndedTwice() {
    world.event("order-1", "cancelled");

    assertViolated("I6", "an ending of order order-1 was published as 2 messages");
    assertViolated("I12", "order-1", "CONFIRMED, then CANCELLED");
  }

  @Test
  void seesMessagesOfOneKeyThatChangedPlaces() {
    Collections.swap(world.outboxes, 0, 1);

    assertViolated("I7", "payment.commands key ada");
  }

  @Test
  void allowsRepeatsOfMessages() {
    world.put(
        world.record(
            "payment.commands", "ada", "parkade.payment.charge.v1", "charge-order-1", "order-1"));

    assertThat(finding("I7").holds()).isTrue();
    assertThat(finding("I8").holds()).isTrue();
  }

  @Test
  void seesACommittedMessageThatWasNotPublished() {
    world.commit("customer-service", "customer.events", "ada", "lost");

    assertViolated("I8", "lost", "is not on customer.events");
  }

  @Test
  void allowsCompactionToDropAllButTheLastOfAKey() {
    world.commit("customer-service", "customer.events", "ada", "old");
    world.commit("customer-service", "customer.events", "ada", "new");
    world.put(world.record("customer.events", "ada", "", "new", "ada"));

    assertThat(finding("I8").holds()).isTrue();
  }

  @Test
  void seesAPublishedMessageThatWasNeverCommitted() {
    world.put(world.record("order.replies", "order-1", "forged", "forged-id", "order-1"));
    world.commit("inventory-service", "order.replies", "order-2", "reply");
    world.put(world.record("order.replies", "order-2", "", "reply", "order-2"));

    assertViolated("I8", "order.replies-0@0", "forged-id");
  }

  @Test
  void seesWhatIsSaidAboutAReplayThoughNobodyDecidedIt() {
    var type = "parkade.deadletter.settled.v1";
    world.put(world.record("dlq.outcomes", "payment.dlq-0@1", type, "forged-id", "order-1"));

    assertViolated("I8", "dlq.outcomes-0@0", "forged-id");
  }

  @Test
  void seesADecisionAboutAReplayThatWasNotPublished() {
    world.commit("payment-service", "dlq.outcomes", "payment.dlq-0@1", "lost");

    assertViolated("I8", "lost", "is not on dlq.outcomes");
  }

  @Test
  void allowsAStrangerThatWasDeadLettered() {
    world.put(new TopicRecord("order.replies", 0, 0, "x", Map.of(), "", World.NOW.minusSeconds(1)));
    world.put(letter("order.dlq", "order.replies", "0"));

    assertThat(finding("I8").holds()).isTrue();
  }

  @Test
  void seesAPaymentThatOvertookAnEarlierOne() {
    world.payments.set(0, World.payment("order-1", "ada", 500, "CHARGED", 0, 3));

    assertViolated("I9", "customer ada", "order-1");
  }

  @Test
  void seesAPaymentThatNamesAnotherCommand() {
    world.payments.set(2, World.payment("order-3", "bob", 2000, "REFUSED", 3, 3));

    assertViolated("I9", "order-3", "charge-order-4");
  }

  @Test
  void allowsAReplayToTakeItsPlaceAtTheEnd() {
    world.payments.set(0, World.payment("order-1", "ada", 500, "CHARGED", 4, 1));
    world.put(world.record("payment.dlq", "ada", "", "charge-order-1", "order-1"));

    assertThat(finding("I9").holds()).isTrue();
  }

  @Test
  void seesACommandThatLeftNoTrace() {
    world.put(world.tombstone("payment.parked", "charge-order-4"));

    assertViolated("I10", "charge-order-4", "left no trace");
  }

  @Test
  void countsACommandThatWasDeadLetteredFromItsParkingPlace() {
    world.put(world.tombstone("payment.parked", "charge-order-4"));
    world.put(world.record("payment.dlq", "cleo", "", "charge-order-4", "order-4"));

    assertThat(finding("I10").detail())
        .isEqualTo("4 consumed = 3 processed + 0 duplicate + 0 parked + 1 dead-lettered");
  }

  @Test
  void seesACommandThatWasNotConsumed() {
    world.positions.set(0, new Position("payment.commands", 0, 3));

    assertViolated("I10", "ends at 4 but is consumed up to 3");
  }

  @Test
  void seesAStatusThatWentBackwards() {
    world.statuses.put("order-2", List.of("CONFIRMED", "PENDING"));

    assertViolated("I12", "order-2", "polled");
  }

  @Test
  void namesSomeOfManyViolationsAndCountsTheRest() {
    for (int i = 0; i < 7; i++) {
      world.payments.add(World.payment("stray-" + i, "bob", 1, "CHARGED", 10 + i, 10 + i));
    }

    assertThat(finding("I5").detail()).contains("stray-0", "and 2 more").doesNotContain("stray-6");
  }

  private TopicRecord reserve(String id) {
    return world.record(
        "inventory.commands", "order-1", "parkade.inventory.reserve.v1", id, "order-1");
  }

  private static TopicRecord letter(String topic, String origin, String offset) {
    var headers =
        Map.of(
            "parkade_dlq_origin_topic", origin,
            "parkade_dlq_origin_partition", "0",
            "parkade_dlq_origin_offset", offset);
    return new TopicRecord(topic, 0, 0, "x", headers, "", World.NOW);
  }

  private void assertViolated(String id, String... words) {
    var finding = finding(id);
    assertThat(finding.holds()).as(finding.toString()).isFalse();
    assertThat(finding.detail()).contains(words);
  }

  private Finding finding(String id) {
    return Invariants.check(world.facts()).stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
