package dev.parkade.deadletters.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.letter.DeadLetterId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LedgerViewTest {

  private static final DeadLetterId FIRST = new DeadLetterId("payment.dlq", 3, 0);
  private static final DeadLetterId SECOND = new DeadLetterId("payment.dlq", 3, 17);
  private static final DeadLetterId OTHER = new DeadLetterId("order.dlq", 3, 17);

  private final LedgerCodec codec = new LedgerCodec();
  private final LedgerView view = new LedgerView(codec, Set.of("payment.dlq"));
  private long offset;

  @Test
  void theNewestEntryOfALetterCounts() {
    say(Entries.entry(FIRST, Entries.discarded()));
    say(Entries.entry(SECOND, Entries.replayed(1)));
    say(Entries.entry(FIRST, Entries.discarded(), Entries.restored()));

    assertThat(view.stateOf(FIRST)).isEqualTo(LetterState.OPEN);
    assertThat(view.stateOf(SECOND)).isEqualTo(LetterState.REPLAYED);
    assertThat(view.replaysOf(SECOND)).isEqualTo(1);
    assertThat(view.runOf(SECOND)).contains(Entries.RUN);
    assertThat(view.positionOf(FIRST)).isEqualTo(new LedgerView.Position(5, 2));
  }

  @Test
  void aLetterOfWhichNothingIsSaidIsOpen() {
    say(Entries.entry(OTHER, Entries.discarded()));

    assertThat(view.stateOf(SECOND)).isEqualTo(LetterState.OPEN);
    assertThat(view.replaysOf(SECOND)).isZero();
    assertThat(view.runOf(SECOND)).isEmpty();
    // somebody else's topic is none of ours
    assertThat(view.stateOf(OTHER)).isEqualTo(LetterState.OPEN);
    assertThat(view.unreadable()).isZero();
  }

  @Test
  void garbageChangesNothingAndIsCounted() {
    say(Entries.entry(SECOND, Entries.replayed(1)));

    say("letter:payment.dlq-3@17", "{");
    say("letter:payment.dlq-3", "{\"v\":1,\"state\":\"OPEN\",\"replays\":0}");
    say("letter:payment.dlq-3@17", "{\"v\":1,\"state\":\"HANDLED\",\"replays\":0}");
    say("run:x", "[]");
    say("lease:payment.dlq", "{}");
    say("import:payment.dlq:abc", "{}");
    say("nonsense", "{}");
    view.apply(5, offset++, null, null);

    assertThat(view.stateOf(SECOND)).isEqualTo(LetterState.REPLAYED);
    assertThat(view.unreadable()).isEqualTo(8);
    assertThat(view.examples()).startsWith("partition 5 offset 1, key 'letter:payment.dlq-3@17'");
    assertThat(view.leases()).isEmpty();
    assertThat(view.runs()).isEmpty();
  }

  @Test
  void whatALaterReleaseWroteIsNoGarbage() {
    say("letter:payment.dlq-3@17", "{\"v\":2,\"state\":\"FROZEN\"}");

    assertThat(view.newer()).isEqualTo(1);
    assertThat(view.unreadable()).isZero();
  }

  @Test
  void tombstonesTakeEntriesAway() {
    var imported = new ImportEntry(new Digest(1, 2), SECOND, Entries.RUN, Entries.NOON);
    say(Entries.entry(SECOND, Entries.replayed(1)));
    say(imported);
    say(Entries.run("payment.dlq"));
    assertThat(view.isImported("payment.dlq", imported.digest())).isTrue();
    assertThat(view.isImported("payment.dlq", new Digest(1, 3))).isFalse();

    say("letter:payment.dlq-3@17", null);
    say(imported.key(), null);
    say("run:" + Entries.RUN, null);

    assertThat(view.stateOf(SECOND)).isEqualTo(LetterState.OPEN);
    assertThat(view.isImported("payment.dlq", imported.digest())).isFalse();
    assertThat(view.runs()).isEmpty();
  }

  @Test
  void whatItsPartitionHasLeftBehindIsFound() {
    say(Entries.entry(FIRST, Entries.discarded()));
    say(Entries.entry(SECOND, Entries.discarded()));
    say(new ImportEntry(new Digest(1, 2), FIRST, Entries.RUN, Entries.NOON));
    say(new ImportEntry(new Digest(3, 4), SECOND, Entries.RUN, Entries.NOON));

    Map<TopicPartition, Long> starts = Map.of(FIRST.topicPartition(), 17L);

    assertThat(view.outlived(starts, 10))
        .containsExactly(
            "letter:payment.dlq-3@0", "import:payment.dlq:00000000000000010000000000000002");
    assertThat(view.outlived(starts, 1)).hasSize(1);
    assertThat(view.outlived(Map.of(), 10)).isEmpty();
  }

  @Test
  void allLettersAreVisited() {
    say(Entries.entry(FIRST, Entries.discarded()));
    say(Entries.entry(SECOND, Entries.replayed(2)));
    List<String> seen = new ArrayList<>();

    view.letters((id, state, replays, run) -> seen.add(id + " " + state + " " + replays + run));

    assertThat(seen)
        .containsExactlyInAnyOrder(
            "payment.dlq-3@0 DISCARDED 0" + Entries.RUN,
            "payment.dlq-3@17 REPLAYED 2" + Entries.RUN);
  }

  private void say(LedgerEntry entry) {
    view.apply(5, offset++, codec.key(entry), codec.value(entry));
  }

  private void say(String key, String value) {
    view.apply(5, offset++, key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
  }
}
