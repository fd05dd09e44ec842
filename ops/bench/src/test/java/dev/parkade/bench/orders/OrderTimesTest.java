package dev.parkade.bench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.bench.orders.Client.Placed;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is made of the times of orders.
class OrderTimesTest {
  private static final Placed ORDER = new Placed("order", 1000, 1100, "CONFIRMED");

  @Test
  void aLegIsDividedIntoItsPartsAndTheSumLeavesOutWhatIsBehindTheEnd() {
    // given that each leg takes 1 ms to begin, 2 to write, 3 to commit and 4 to be readable
    Map<String, Map<Leg, Stamp>> stamps = Map.of("order", legs("tx"));

    var hops = Hops.of(List.of(ORDER), stamps);

    assertThat(hops.legs()).hasSize(7);
    var second = hops.legs().get(1);
    assertThat(second.leg()).isEqualTo("inventory: StockReserved");
    assertThat(second.topic().p50()).isEqualTo(1);
    assertThat(second.handler().p50()).isEqualTo(2);
    assertThat(second.commit().p50()).isEqualTo(3);
    assertThat(second.relay().p50()).isEqualTo(4);
    assertThat(hops.sums().request().p50()).isEqualTo(1);
    assertThat(hops.sums().topic().p50()).isEqualTo(6);
    assertThat(hops.sums().handler().p50()).isEqualTo(14);
    assertThat(hops.sums().commit().p50()).isEqualTo(21);
    assertThat(hops.sums().relay().p50()).isEqualTo(24);
    // 1100 is when it was answered, 1000 + 7 * 6 + 6 * 4 when it was committed
    assertThat(hops.sums().answer().p50()).isEqualTo(34);
  }

  @Test
  void anOrderThatDidNotGoTheWholeWayHasNoHops() {
    var legs = new EnumMap<>(legs("tx"));
    legs.remove(Leg.CHARGED);

    var hops = Hops.of(List.of(ORDER), Map.of("order", legs));

    assertThat(hops.legs()).isEmpty();
    assertThat(hops.sums().relay().count()).isZero();
  }

  @Test
  void timesAreCountedFromTheSendingOfTheOrder() {
    var unanswered = new Placed("late", 1000, 11_000, "PENDING");

    var steady =
        Steady.of(List.of(ORDER, unanswered), Map.of("order", legs("a"), "late", legs("b")), 0.123);

    assertThat(steady.orders()).isEqualTo(2);
    assertThat(steady.toAnswer().count()).isEqualTo(1);
    assertThat(steady.toAnswer().max()).isEqualTo(100);
    assertThat(steady.toCommit().p50()).isEqualTo(66);
    assertThat(steady.toEvent().p50()).isEqualTo(70);
  }

  @Test
  void ordersOfOnePollShareItsCommits() {
    var before = new Counters(0, 10, 0, 0, 0, Map.of("orders", 5L));
    var after = new Counters(0, 30, 20_000, 10, 5, Map.of("orders", 25L, "payment", 4L));

    var costs = Costs.of(before, after, 2, List.of(legs("shared"), legs("shared")));

    assertThat(costs.commits()).isEqualTo(10);
    assertThat(costs.commitsOfSagas()).isEqualTo(3.5);
    assertThat(costs.statements()).containsEntry("orders", 10.0).containsEntry("payment", 2.0);
    assertThat(costs.statements()).containsEntry("all", 12.0);
    assertThat(costs.walBytes()).isEqualTo(10_000);
    assertThat(costs.flushMillis()).isEqualTo(0.5);
  }

  @Test
  void anOrderThatNeverEndsIsNotInTime() {
    var legs = Map.of("order", legs("tx"));

    var all = Outage.of("payment-service", 1, 0, 10_000, 14_000, List.of(ORDER), legs);
    var one =
        Outage.of(
            "payment-service",
            1,
            0,
            10_000,
            14_000,
            List.of(ORDER, new Placed("lost", 1000, 1001, "PENDING")),
            legs);

    assertThat(all.downSeconds()).isEqualTo(14);
    assertThat(all.inTime()).isTrue();
    assertThat(one.unfinished()).isEqualTo(1);
    assertThat(one.inTime()).isFalse();
  }

  @Test
  void anOrderThatTookLongerThanTheDownTimeAndItsGraceIsNotInTime() {
    var slow = new Placed("order", 1000 - 20_000, 1001, "PENDING");

    var found = Outage.of("x", 1, 0, 10_000, 14_000, List.of(slow), Map.of("order", legs("tx")));

    assertThat(found.longestSeconds()).isEqualTo(20.07);
    assertThat(found.delayed()).isEqualTo(1);
    assertThat(found.inTime()).isFalse();
  }

  private static Map<Leg, Stamp> legs(String transaction) {
    var legs = new EnumMap<Leg, Stamp>(Leg.class);
    double at = ORDER.sentAt();
    for (var leg : Leg.values()) {
      legs.put(leg, new Stamp(at + 1, at + 3, at + 6, at + 10, leg + transaction));
      at += 10;
    }
    return legs;
  }
}
