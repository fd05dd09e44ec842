package dev.parkade.deadletters.selection;

import static dev.parkade.deadletters.letter.Letters.NOON;
import static dev.parkade.deadletters.letter.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.deadletters.ledger.Fates;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.wire.WireHeaders;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

  private final DeadLetter letter =
      letter()
          .reason("HANDLER_FAILED")
          .origin("payment.commands", 3, 41, NOON.minusSeconds(60))
          .payload("{\"customerId\":\"grace\",\"amount\":{\"amount\":1999,\"currency\":\"EUR\"}}")
          .header(WireHeaders.CORRELATION_ID, "order-1")
          .header(WireHeaders.TYPE, "parkade.payment.charge.v1")
          .header(DeadLetterHeaders.EXCEPTION, "java.lang.IllegalStateException")
          .header(ReplayHeaders.COUNT, "2")
          .header("color", "red")
          .header("color", "blue")
          .build();

  record Filter(
      String what, UnaryOperator<SelectionBuilder> takes, UnaryOperator<SelectionBuilder> leaves) {
    @Override
    public String toString() {
      return what;
    }
  }

  static List<Filter> filters() {
    return List.of(
        new Filter("topic", b -> b.topic("x").topic("payment.dlq"), b -> b.topic("order.dlq")),
        new Filter("reason", b -> b.reason("HANDLER_FAILED"), b -> b.reason("NULL_KEY")),
        new Filter(
            "id",
            b -> b.id(DeadLetterId.of("payment.dlq-3@17")),
            b -> b.id(DeadLetterId.of("payment.dlq-3@18"))),
        new Filter("key", b -> b.key("ada"), b -> b.key("bob")),
        new Filter("raw key", b -> b.key("hex:616461"), b -> b.key("hex:ff")),
        new Filter("order", b -> b.order("order-1"), b -> b.order("order-2")),
        new Filter("customer", b -> b.customer("grace"), b -> b.customer("ada")),
        new Filter("type", b -> b.type("parkade.payment.charge.v1"), b -> b.type("other")),
        new Filter(
            "exception",
            b -> b.exception("java.lang.IllegalStateException"),
            b -> b.exception("lang.IllegalStateException")),
        new Filter(
            "short exception",
            b -> b.exception("IllegalStateException"),
            b -> b.exception("StateException")),
        new Filter("time", b -> b.at(new Period(NOON, null)), b -> b.at(new Period(null, NOON))),
        new Filter(
            "origin's time",
            b -> b.originAt(new Period(null, NOON)),
            b -> b.originAt(new Period(NOON, null))),
        new Filter(
            "offsets",
            b -> b.offsets(new Offsets(3, 10, 18)),
            b -> b.offsets(new Offsets(3, 10, 17)).offsets(new Offsets(4, 10, 18))),
        new Filter("header", b -> b.header("color"), b -> b.header("shape")),
        new Filter(
            "header's value",
            b -> b.header("color=red").header("color=blue"),
            b -> b.header("color=red").header("color=green")),
        new Filter(
            "payload",
            b -> b.payload("$.amount.amount > 1000"),
            b -> b.payload("$.amount.amount > 1000").payload("$.amount.currency == 'USD'")),
        new Filter("replays", b -> b.replays(new Replays(2, 2)), b -> b.replays(new Replays(0, 1))),
        new Filter("readiness", b -> b.ready(), b -> b.readiness(ReadyState.CUSTOMER_UNKNOWN)),
        new Filter("state", b -> b.anyState(), b -> b.state(LetterState.DISCARDED)));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void aFilterTakesWhatItNamesAndNothingElse(Filter filter) {
    Selection taking = filter.takes().apply(Selection.builder()).build();
    Selection leaving = filter.leaves().apply(Selection.builder()).build();

    assertThat(taking.matches(letter, once(LetterState.OPEN), l -> ReadyState.READY)).isTrue();
    assertThat(leaving.matches(letter, once(LetterState.OPEN), l -> ReadyState.READY)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("filters")
  void aSelectionIsTheSameAfterItWasWrittenAndRead(Filter filter) {
    Selection selection = filter.takes().apply(Selection.builder()).build();

    String json = SelectionJson.write(selection);

    assertThat(SelectionJson.read(json)).isEqualTo(selection);
    assertThat(SelectionJson.write(SelectionJson.read(json))).isEqualTo(json);
  }

  @Test
  void onlyOpenOnesAreMeantUnlessOthersAreNamed() {
    Selection all = Selection.builder().build();

    assertThat(all.matches(letter, once(LetterState.OPEN), Readiness.notAsked())).isTrue();
    assertThat(all.matches(letter, once(LetterState.HANDLED), Readiness.notAsked())).isFalse();
    assertThat(SelectionJson.read("{}")).isEqualTo(all);
  }

  @Test
  void nothingInADeadLetterMakesAFilterFail() {
    DeadLetter foreign =
        letter().key(null).payload((String) null).header("color", (byte[]) null).build();

    assertThat(filters())
        .filteredOn(
            filter -> !List.of("topic", "id", "time", "offsets", "header").contains(filter.what()))
        .filteredOn(filter -> !List.of("readiness", "state").contains(filter.what()))
        .allSatisfy(
            filter ->
                assertThat(
                        filter
                            .takes()
                            .apply(Selection.builder())
                            .build()
                            .matches(foreign, once(LetterState.OPEN), Readiness.notAsked()))
                    .isFalse());
  }

  @Test
  void itSaysInOneLineWhatItTakes() {
    Selection selection =
        Selection.builder()
            .topic("payment.dlq")
            .reason("CUSTOMER_NEVER_ARRIVED")
            .key("a")
            .key("b")
            .key("c")
            .key("d")
            .at(new Period(NOON, NOON.plus(Duration.ofHours(1))))
            .header("color=red")
            .replays(new Replays(1, Integer.MAX_VALUE))
            .ready()
            .build();

    assertThat(selection.describe())
        .isEqualTo(
            "open dead letters of payment.dlq: reason CUSTOMER_NEVER_ARRIVED; key a or b or c or 1"
                + " more; set aside from 2026-03-01T12:00:00Z to before 2026-03-01T13:00:00Z;"
                + " header color=red; replayed 1 or more times; ready");
    assertThat(Selection.builder().anyState().build().describe())
        .isEqualTo("all dead letters of all topics");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"reason\":[\"NULL_KEY\"]}",
        "{\"ids\":[\"nonsense\"]}",
        "{\"states\":[\"CLOSED\"]}",
        "{\"payloads\":[\"$[\"]}",
        "{\"replays\":{\"min\":2,\"max\":1}}",
        "[]",
        "null",
        "{} {}"
      })
  void whatIsNoSelectionIsRefused(String json) {
    assertThatThrownBy(() -> SelectionJson.read(json)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Fates once(LetterState state) {
    return new Fates() {
      @Override
      public LetterState stateOf(DeadLetterId id) {
        return state;
      }

      @Override
      public int replaysOf(DeadLetterId id) {
        return 1;
      }
    };
  }
}
