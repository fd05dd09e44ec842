package dev.parkade.inventory.holds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.inventory.holds.Ruling.Answer;
import dev.parkade.inventory.holds.Ruling.Move;
import dev.parkade.inventory.holds.Ruling.Settled;
import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.messages.inventory.OrderLine;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.inventory.ReserveStock;
import dev.parkade.testkit.time.SequentialIds;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RulesTest {

  private static final OrderId ORDER = new OrderId(SequentialIds.nth(1));
  private static final InventoryCommand RESERVE =
      new ReserveStock(ORDER, List.of(new OrderLine(Sku.of("a"), 1)));
  private static final InventoryCommand COMMIT = new CommitStock(ORDER);
  private static final InventoryCommand RELEASE = new ReleaseStock(ORDER, "CUSTOMER_REQUEST");

  @Test
  void asksTheStockForAFirstReservationOnly() {
    assertThat(Rules.of(HoldStatus.ABSENT, RESERVE)).isEqualTo(new Ruling.AskTheStock());
    for (HoldStatus known : EnumSet.complementOf(EnumSet.of(HoldStatus.ABSENT))) {
      assertThat(Rules.of(known, RESERVE)).isInstanceOf(Settled.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          HELD,      HELD,      NOTHING, RESERVED,         DUPLICATE
          COMMITTED, COMMITTED, NOTHING, RESERVED,         DUPLICATE
          EXPIRED,   EXPIRED,   NOTHING, RESERVED,         DUPLICATE
          REFUSED,   REFUSED,   NOTHING, REFUSED,          DUPLICATE
          RELEASED,  RELEASED,  NOTHING, ALREADY_RELEASED, REFUSED
          """)
  void repeatsTheReplyToAReservation(
      HoldStatus status, HoldStatus next, Move move, Answer answer, ReplayOutcome outcome) {
    assertThat(Rules.of(status, RESERVE)).isEqualTo(new Settled(next, move, answer, outcome));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          ABSENT,    RELEASED,  NOTHING, EXPIRED,   HANDLED
          HELD,      COMMITTED, SELL,    COMMITTED, HANDLED
          COMMITTED, COMMITTED, NOTHING, COMMITTED, DUPLICATE
          RELEASED,  RELEASED,  NOTHING, EXPIRED,   REFUSED
          EXPIRED,   EXPIRED,   NOTHING, EXPIRED,   REFUSED
          REFUSED,   REFUSED,   NOTHING, EXPIRED,   REFUSED
          """)
  void sellsOnlyWhatIsHeld(
      HoldStatus status, HoldStatus next, Move move, Answer answer, ReplayOutcome outcome) {
    assertThat(Rules.of(status, COMMIT)).isEqualTo(new Settled(next, move, answer, outcome));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          ABSENT,    RELEASED, NOTHING,   RELEASED, HANDLED
          HELD,      RELEASED, GIVE_BACK, RELEASED, HANDLED
          COMMITTED, RELEASED, TAKE_BACK, RELEASED, HANDLED
          RELEASED,  RELEASED, NOTHING,   RELEASED, DUPLICATE
          EXPIRED,   RELEASED, NOTHING,   RELEASED, HANDLED
          REFUSED,   REFUSED,  NOTHING,   RELEASED, DUPLICATE
          """)
  void alwaysReleases(
      HoldStatus status, HoldStatus next, Move move, Answer answer, ReplayOutcome outcome) {
    assertThat(Rules.of(status, RELEASE)).isEqualTo(new Settled(next, move, answer, outcome));
  }

  @ParameterizedTest
  @EnumSource(HoldStatus.class)
  void movesUnitsAtMostOnceHoweverOftenACommandComes(HoldStatus status) {
    for (InventoryCommand command : List.of(COMMIT, RELEASE)) {
      var first = (Settled) Rules.of(status, command);

      var second = (Settled) Rules.of(first.next(), command);

      assertThat(second)
          .isEqualTo(new Settled(first.next(), Move.NOTHING, first.answer(), second.outcome()));
      assertThat(second.outcome()).isNotEqualTo(ReplayOutcome.HANDLED);
    }
  }
}
