package dev.parkade.order.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.Ignored;
import dev.parkade.order.saga.Note;
import dev.parkade.order.saga.Refusal;
import dev.parkade.order.saga.Saga;
import dev.parkade.order.saga.Transition;
import dev.parkade.testkit.time.SequentialIds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplayedRepliesTest {

  private static final Saga SAGA =
      Saga.of(new OrderId(SequentialIds.nth(1)), CustomerId.of("ada"), List.of());

  @Test
  void whatMovesTheSagaIsHandled() {
    var moved = new Transition.Moved(SAGA, List.of(), List.of(), Note.REPLY, "the money is taken");

    assertThat(ReplayedReplies.ending(moved))
        .isEqualTo(new ReplayedReplies.Ending(ReplayOutcome.HANDLED, "the money is taken"));
  }

  @ParameterizedTest
  @EnumSource(Ignored.class)
  void whatIsIgnoredIsADuplicateOrRefusedByItsName(Ignored reason) {
    ReplayOutcome expected =
        reason == Ignored.DUPLICATE ? ReplayOutcome.DUPLICATE : ReplayOutcome.REFUSED;

    assertThat(ReplayedReplies.ending(new Transition.Unmoved(reason)))
        .isEqualTo(new ReplayedReplies.Ending(expected, reason.name()));
  }

  @Test
  void whatIsRefusedIsRefusedByItsName() {
    assertThat(ReplayedReplies.ending(new Transition.Refused(Refusal.PAID)))
        .isEqualTo(new ReplayedReplies.Ending(ReplayOutcome.REFUSED, "PAID"));
  }

  @Test
  void whatBecomesADeadLetterAgainHasNoEnd() {
    assertThat(ReplayedReplies.ending(new Transition.OtherVersion(9))).isNull();
  }
}
