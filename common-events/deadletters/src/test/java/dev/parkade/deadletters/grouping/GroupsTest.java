package dev.parkade.deadletters.grouping;

import static dev.parkade.deadletters.letter.Letters.NOON;
import static dev.parkade.deadletters.letter.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.ledger.Fates;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.wire.WireHeaders;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupsTest {

  private final Fates everySecondIsHandled =
      new Fates() {
        @Override
        public LetterState stateOf(DeadLetterId id) {
          return id.offset() % 2 == 0 ? LetterState.OPEN : LetterState.HANDLED;
        }

        @Override
        public int replaysOf(DeadLetterId id) {
          return 0;
        }
      };

  @Test
  void whatFailedAlikeIsOneGroup() {
    Groups groups = new Groups(everySecondIsHandled, 10);

    for (int i = 0; i < 5; i++) {
      groups.visit(
          letter()
              .standing(3, i)
              .at(NOON.plusSeconds(i))
              .key(("customer-" + "abcde".charAt(i)).getBytes())
              .reason("CUSTOMER_NEVER_ARRIVED")
              .detail("waited for customer-" + "abcde".charAt(i) + " for " + i + " minutes")
              .origin("payment.commands", 3, 100 + i, NOON)
              .header(WireHeaders.TYPE, "parkade.payment.charge.v1")
              .build());
    }
    groups.visit(letter().reason("NULL_KEY").at(NOON).standing(1, 9).build());

    LetterGroup first = groups.groups().getFirst();
    assertThat(groups.groups()).hasSize(2);
    assertThat(first)
        .isEqualTo(
            new LetterGroup(
                "payment.dlq",
                "CUSTOMER_NEVER_ARRIVED",
                "payment.commands",
                "parkade.payment.charge.v1",
                "waited for <id> for <n> minutes",
                5,
                NOON,
                NOON.plusSeconds(4),
                DeadLetterId.of("payment.dlq-3@4"),
                Map.of(LetterState.OPEN, 3L, LetterState.HANDLED, 2L)));
    assertThat(groups.groups().getLast().message()).isEqualTo(Groups.NOTHING_SAID);
  }

  @Test
  void whereNothingIsSaidTheExceptionSpeaks() {
    Groups groups = new Groups(everySecondIsHandled, 10);

    groups.visit(
        letter().header(DeadLetterHeaders.EXCEPTION_MESSAGE, "no row 7 in 'stock'").build());

    assertThat(groups.groups().getFirst().message()).isEqualTo("no row <n> in <text>");
  }

  @Test
  void noFloodOfMessagesReasonsAndTypesMakesManyGroups() {
    Groups groups = new Groups(everySecondIsHandled, 5);

    for (int i = 0; i < 1_000; i++) {
      String word = Integer.toString(i, 36).replaceAll("[0-9]", "x") + "y".repeat(i % 40);
      groups.visit(letter().standing(0, i).reason("R" + i / 10).detail(word).build());
    }

    assertThat(groups.groups()).hasSizeLessThanOrEqualTo(11);
    assertThat(groups.groups().stream().mapToLong(LetterGroup::count).sum()).isEqualTo(1_000);
    LetterGroup rest = groups.groups().getFirst();
    assertThat(rest.message()).isEqualTo(Groups.OTHERS);
    assertThat(rest.reason()).isNull();
  }
}
