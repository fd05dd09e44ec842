package dev.parkade.inventory.holds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.inventory.holds.Ruling.Answer;
import dev.parkade.inventory.holds.Ruling.Move;
import dev.parkade.inventory.holds.Ruling.Settled;
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
          HELD,      HELD,      NOTHING, RESERVED
          COMMITTED, COMMITTED, NOTHING, RESERVED
          EXPIRED,   EXPIRED,   NOTHING, RESERVED
          REFUSED,   REFUSED,   NOTHING, REFUSED
          RELEASED,  RELEASED,  NOTHING, ALREADY_RELEASED
          """)
  void repeatsTheReplyToAReservation(HoldStatus status, HoldStatus next, Move move, Answer answer) {
    assertThat(Rules.of(status, RESERVE)).isEqualTo(new Settled(next, move, answer));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          ABSENT,    RELEASED,  NOTHING, EXPIRED
          HELD,      COMMITTED, SELL,    COMMITTED
          COMMITTED, COMMITTED, NOTHING, COMMITTED
          RELEASED,  RELEASED,  NOTHING, EXPIRED
          EXPIRED,   EXPIRED,   NOTHING, EXPIRED
          REFUSED,   REFUSED,   NOTHING, EXPIRED
          """)
  void sellsOnlyWhatIsHeld(HoldStatus status, HoldStatus next, Move move, Answer answer) {
    assertThat(Rules.of(status, COMMIT)).isEqualTo(new Settled(next, move, answer));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          ABSENT,    RELEASED, NOTHING,   RELEASED
          HELD,      RELEASED, GIVE_BACK, RELEASED
          COMMITTED, RELEASED, TAKE_BACK, RELEASED
          RELEASED,  RELEASED, NOTHING,   RELEASED
          EXPIRED,   RELEASED, NOTHING,   RELEASED
          REFUSED,   REFUSED,  NOTHING,   RELEASED
          """)
  void alwaysReleases(HoldStatus status, HoldStatus next, Move move, Answer answer) {
    assertThat(Rules.of(status, RELEASE)).isEqualTo(new Settled(next, move, answer));
  }

  @ParameterizedTest
  @EnumSource(HoldStatus.class)
  void movesUnitsAtMostOnceHoweverOftenACommandComes(HoldStatus status) {
    for (InventoryCommand command : List.of(COMMIT, RELEASE)) {
      var first = (Settled) Rules.of(status, command);

      var second = (Settled) Rules.of(first.next(), command);

      assertThat(second).isEqualTo(new Settled(first.next(), Move.NOTHING, first.answer()));
    }
  }
}
