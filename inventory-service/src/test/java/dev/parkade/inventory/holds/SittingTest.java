package dev.parkade.inventory.holds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.HoldExpired;
import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.inventory.OrderLine;
import dev.parkade.messages.inventory.PricedLine;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.inventory.ReserveStock;
import dev.parkade.messages.inventory.StockRefusal;
import dev.parkade.messages.inventory.StockRefused;
import dev.parkade.messages.inventory.StockReleased;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.money.Money;
import dev.parkade.testkit.time.SequentialIds;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SittingTest {

  private static final Instant EXPIRY = Instant.parse("2030-01-01T12:15:00Z");
  private static final Sku A = Sku.of("a");
  private static final Sku B = Sku.of("b");
  private static final Sku DOLLARS = Sku.of("dollars");
  private static final Sku DEAR = Sku.of("dear");

  private final Map<Sku, Shelf> shelves =
      new HashMap<>(
          Map.of(
              A, new Shelf(new Money(250, "EUR"), 5, 0, 0),
              B, new Shelf(new Money(100, "EUR"), 2, 0, 0),
              DOLLARS, new Shelf(new Money(1, "USD"), 9, 0, 0),
              DEAR, new Shelf(new Money(Long.MAX_VALUE, "EUR"), 9, 0, 0)));
  private final Sitting sitting = new Sitting(Map.of(), shelves, EXPIRY);

  @Test
  void holdsAllLinesAtThePricesOfTheCatalogue() {
    var reply = reply(reserve(1, line(A, 2), line(B, 1)));

    assertThat(reply)
        .isEqualTo(
            new StockReserved(
                order(1),
                List.of(
                    new PricedLine(A, 2, new Money(250, "EUR")),
                    new PricedLine(B, 1, new Money(100, "EUR"))),
                new Money(600, "EUR"),
                EXPIRY));
    assertShelf(A, 3, 2, 0);
    assertShelf(B, 1, 1, 0);
  }

  @Test
  void holdsNothingIfOneLineIsShort() {
    var reply = reply(reserve(1, line(A, 2), line(B, 3)));

    assertThat(reply)
        .isEqualTo(
            new StockRefused(order(1), StockRefusal.STOCK_UNAVAILABLE, "b: 3 asked, 2 available"));
    assertShelf(A, 5, 0, 0);
    assertShelf(B, 2, 0, 0);
  }

  @Test
  void releasesWhatHasExpiredWithoutTouchingAShelf() {
    List<PricedLine> lines = List.of(new PricedLine(A, 2, new Money(250, "EUR")));
    Hold expired =
        Hold.held(order(1), lines, new Money(500, "EUR"), EXPIRY).with(HoldStatus.EXPIRED);
    var afterExpiry = new Sitting(Map.of(order(1), expired), Map.of(), EXPIRY);

    var reply = afterExpiry.decide(new ReleaseStock(order(1), "TIMED_OUT")).reply();

    assertThat(reply).isEqualTo(new StockReleased(order(1)));
    assertThat(afterExpiry.changedHolds())
        .singleElement()
        .returns(HoldStatus.RELEASED, Hold::status);
  }

  @Test
  void addsUpTheLinesOfOneProduct() {
    var tooMany = reply(reserve(1, line(A, 3), line(A, 3)));
    var allOfThem = reply(reserve(2, line(A, 3), line(A, 2)));

    assertThat(tooMany).isInstanceOf(StockRefused.class);
    assertThat(allOfThem).isInstanceOf(StockReserved.class);
    assertShelf(A, 0, 5, 0);

    reply(new CommitStock(order(2)));

    assertShelf(A, 0, 0, 5);
  }

  @Test
  void servesWhoComesFirst() {
    var replies =
        List.of(reserve(1, line(B, 1)), reserve(2, line(B, 2)), reserve(3, line(B, 1))).stream()
            .map(this::reply)
            .toList();

    assertThat(replies.get(0)).isInstanceOf(StockReserved.class);
    assertThat(replies.get(1)).isInstanceOf(StockRefused.class);
    assertThat(replies.get(2)).isInstanceOf(StockReserved.class);
  }

  @Test
  void givesWhatIsReleasedToWhoeverComesNext() {
    reply(reserve(1, line(B, 2)));
    reply(new ReleaseStock(order(1), "CUSTOMER_REQUEST"));

    assertThat(reply(reserve(2, line(B, 2)))).isInstanceOf(StockReserved.class);
  }

  @Test
  void refusesWhatCannotBePriced() {
    assertRefusal(reserve(1, line(Sku.of("x"), 1), line(A, 1)), StockRefusal.UNKNOWN_SKU);
    assertRefusal(reserve(2, line(DOLLARS, 1), line(A, 1)), StockRefusal.MIXED_CURRENCIES);
    assertRefusal(reserve(3, line(DEAR, 2)), StockRefusal.STOCK_UNAVAILABLE);
    assertShelf(A, 5, 0, 0);
    assertShelf(DEAR, 9, 0, 0);
  }

  @Test
  void answersARepetitionWithTheSameReply() {
    var reserve = reserve(1, line(A, 1));
    var refused = reserve(2, line(A, 100));

    var first = reply(reserve);
    var firstRefusal = reply(refused);

    assertThat(reply(reserve)).isEqualTo(first);
    assertThat(reply(refused)).isEqualTo(firstRefusal);
    assertShelf(A, 4, 1, 0);
  }

  @Test
  void saysWhatADecisionMeansForAReplayAndWhy() {
    var reserve = reserve(1, line(A, 1));
    var tooMuch = reserve(2, line(A, 100));
    var release = new ReleaseStock(order(1), "TIMED_OUT");

    assertThat(Stream.of(reserve, reserve, release, release, reserve, tooMuch, tooMuch))
        .map(sitting::decide)
        .extracting(Decision::outcome, Decision::detail)
        .containsExactly(
            tuple(ReplayOutcome.HANDLED, "RESERVED"),
            tuple(ReplayOutcome.DUPLICATE, "RESERVED"),
            tuple(ReplayOutcome.HANDLED, "RELEASED"),
            tuple(ReplayOutcome.DUPLICATE, "RELEASED"),
            tuple(
                ReplayOutcome.REFUSED,
                "ALREADY_RELEASED: order %s was released, or to be committed, before this reservation"
                    .formatted(order(1))),
            tuple(ReplayOutcome.HANDLED, "STOCK_UNAVAILABLE: a: 100 asked, 5 available"),
            tuple(ReplayOutcome.DUPLICATE, "STOCK_UNAVAILABLE: a: 100 asked, 5 available"));
  }

  @Test
  void holdsNothingForAnOrderThatWasReleasedBefore() {
    var release = reply(new ReleaseStock(order(1), "TIMED_OUT"));
    var reserve = reply(reserve(1, line(A, 1)));
    var commit = reply(new CommitStock(order(1)));

    assertThat(release).isEqualTo(new StockReleased(order(1)));
    assertThat(reserve)
        .isInstanceOfSatisfying(
            StockRefused.class,
            it -> assertThat(it.reason()).isEqualTo(StockRefusal.ALREADY_RELEASED));
    assertThat(commit).isEqualTo(new HoldExpired(order(1)));
    assertShelf(A, 5, 0, 0);
  }

  @Test
  void keepsEveryUnitAccountedForWhateverComes() {
    var random = new Random(20301);
    for (int step = 0; step < 20_000; step++) {
      reply(anything(random));

      assertAccounts(A, 5);
      assertAccounts(B, 2);
    }
  }

  private InventoryCommand anything(Random random) {
    int order = random.nextInt(500);
    return switch (random.nextInt(4)) {
      case 0 -> new CommitStock(order(order));
      case 1 -> new ReleaseStock(order(order), "anything");
      default -> reserve(order, line(A, 1 + random.nextInt(3)), line(B, 1 + random.nextInt(2)));
    };
  }

  private void assertAccounts(Sku sku, long supplied) {
    Shelf shelf = shelves.get(sku);
    assertThat(shelf.available() + shelf.held() + shelf.sold()).isEqualTo(supplied);
    assertThat(List.of(shelf.available(), shelf.held(), shelf.sold())).allMatch(it -> it >= 0);
  }

  private InventoryReply reply(InventoryCommand command) {
    return sitting.decide(command).reply();
  }

  private void assertRefusal(ReserveStock command, StockRefusal refusal) {
    assertThat(reply(command))
        .isInstanceOfSatisfying(
            StockRefused.class, it -> assertThat(it.reason()).isEqualTo(refusal));
  }

  private void assertShelf(Sku sku, long available, long held, long sold) {
    Shelf shelf = shelves.get(sku);
    assertThat(List.of(shelf.available(), shelf.held(), shelf.sold()))
        .containsExactly(available, held, sold);
  }

  private static OrderId order(int n) {
    return new OrderId(SequentialIds.nth(n + 1L));
  }

  private static OrderLine line(Sku sku, int quantity) {
    return new OrderLine(sku, quantity);
  }

  private static ReserveStock reserve(int order, OrderLine... lines) {
    return new ReserveStock(order(order), List.of(lines));
  }
}
