package dev.parkade.deadletters.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.letter.DeadLetterId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerCodecTest {

  private static final DeadLetterId ID = new DeadLetterId("payment.dlq", 3, 17);

  private final LedgerCodec codec = new LedgerCodec();

  @Test
  void everyKindOfActionIsReadBack() {
    LetterEntry entry =
        Entries.entry(
            ID,
            new LetterAction.Imported(Entries.RUN, "payment.dlq-1@9", Entries.NOON, "ada", "moved"),
            Entries.replayed(1),
            Entries.discarded(),
            Entries.restored(),
            new LetterAction.Edited(
                Entries.RUN, 2, "new", null, "payment.parked", 3, Entries.NOON, "ada", "typo"));

    byte[] value = codec.value(entry);

    assertThat(codec.letter(ID, value)).isEqualTo(entry);
    assertThat(codec.summary(value))
        .isEqualTo(new LedgerCodec.Summary(LetterState.EDITED, 2, UUID.fromString(Entries.RUN)));
    assertThat(new String(codec.key(entry), UTF_8)).isEqualTo("letter:payment.dlq-3@17");
  }

  @Test
  void runsLeasesAndImportsAreReadBack() {
    RunEntry run = Entries.run("payment.dlq").progressed(2);
    RunEntry finished = run.finished(Entries.NOON, Map.of("HANDLED", 2L));
    var lease =
        new LeaseEntry(
            "payment.dlq",
            "s-1",
            "ada",
            "desk-7",
            Entries.NOON,
            Entries.NOON,
            Entries.NOON.plusSeconds(30));
    var imported = new ImportEntry(new Digest(1, -2), ID, Entries.RUN, Entries.NOON);

    assertThat(codec.run(codec.value(run))).isEqualTo(run);
    assertThat(codec.run(codec.value(finished))).isEqualTo(finished);
    assertThat(codec.lease(codec.value(lease))).isEqualTo(lease);
    assertThat(codec.imported(imported.digest(), codec.value(imported))).isEqualTo(imported);
    assertThat(imported.key()).isEqualTo("import:payment.dlq:0000000000000001fffffffffffffffe");
    assertThat(Digest.parse("0000000000000001fffffffffffffffe")).contains(imported.digest());
  }

  @Test
  void whatALaterReleaseAddsIsLeftOut() {
    byte[] value =
        """
        {"v":1,"colour":["red",{"a":1}],"state":"REPLAYED","replays":1,"actions":[
          {"kind":"forwarded","at":"2030-01-01T12:00:00Z"},
          {"kind":"restored","run":"r","at":"2030-01-01T12:00:00Z","who":"ada","why":"x","mood":3}
        ]}"""
            .getBytes(UTF_8);

    assertThat(codec.summary(value))
        .isEqualTo(new LedgerCodec.Summary(LetterState.REPLAYED, 1, null));
    LetterEntry entry = codec.letter(ID, value);
    assertThat(entry).isNotNull();
    assertThat(entry.actions())
        .containsExactly(new LetterAction.Restored("r", Entries.NOON, "ada", "x"));
    assertThat(codec.isNewer(value)).isFalse();
    assertThat(codec.isNewer("{\"x\":[1],\"v\":2}".getBytes(UTF_8))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "17",
        "{",
        "\u0000\u0001",
        "{}",
        "{\"v\":1,\"state\":\"REPLAYED\"}",
        "{\"v\":1,\"state\":\"GONE\",\"replays\":0}",
        "{\"v\":1,\"state\":\"OPEN\",\"replays\":99999999999}",
        "{\"v\":1,\"state\":\"OPEN\",\"replays\":0} and more",
        "{\"v\":1,\"state\":\"OPEN\",\"replays\":0"
      })
  void whatIsNoEntryIsNoneAndNoException(String text) {
    byte[] value = text.getBytes(UTF_8);

    assertThat(codec.summary(value)).isNull();
    assertThat(codec.letter(ID, value)).isNull();
    assertThat(codec.run(value)).isNull();
    assertThat(codec.lease(value)).isNull();
    assertThat(codec.imported(new Digest(1, 2), value)).isNull();
    assertThat(codec.isNewer(value)).isFalse();
  }
}
