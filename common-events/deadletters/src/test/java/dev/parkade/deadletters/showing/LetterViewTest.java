package dev.parkade.deadletters.showing;

import static dev.parkade.deadletters.letter.Letters.NOON;
import static dev.parkade.deadletters.letter.Letters.letter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.ledger.LetterAction;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.selection.ReadyState;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.wire.WireHeaders;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LetterViewTest {

  private static final Masking MASKING = Masking.personalData(List.of());
  private static final OrderLinks LINKS = new OrderLinks("http://localhost:8080/");

  @Test
  void peopleSeeWhyAndWhatAndWhatWasDoneAboutIt() {
    DeadLetter letter =
        letter()
            .payload("{\"customerId\":\"ada\",\"name\":\"Ada Lovelace\"}")
            .reason("HANDLER_FAILED")
            .detail("Ada Lovelace cannot be charged")
            .origin("payment.commands", 3, 41, NOON.minusSeconds(60))
            .header(DeadLetterHeaders.ATTEMPTS, "3")
            .header(DeadLetterHeaders.EXCEPTION, "java.lang.IllegalStateException")
            .header(DeadLetterHeaders.FIRST_FAILURE, "2026-03-01T11:59:01Z")
            .header(WireHeaders.CORRELATION_ID, "order-1")
            .build();

    List<String> lines = LetterText.of(view(letter, MASKING));

    assertThat(lines)
        .contains(
            "payment.dlq-3@17  DISCARDED",
            "  set aside      2026-03-01T12:00:00Z",
            "  readiness      customer unknown",
            "  reason         HANDLER_FAILED",
            "  detail         *** cannot be charged",
            "  exception      java.lang.IllegalStateException",
            "  attempts       3",
            "  first failure  2026-03-01T11:59:01Z",
            "  origin         payment.commands-3@41",
            "  customer       ada",
            "  timeline       http://localhost:8080/api/v1/orders/order-1/timeline",
            "  2026-03-01T12:00:00Z  discarded by grace in run-1: not needed",
            "  parkade_dlq_attempts: 3",
            "payload (42 bytes)",
            "    \"name\" : \"***\"");
    assertThat(String.join("\n", lines)).doesNotContain("Lovelace");
  }

  @Test
  void programsSeeTheSameAsJson() {
    DeadLetter letter = letter().payload("{\"amount\":10.50}").reason("WRONG_KEY").build();

    JsonNode json = JsonMapper.builder().build().valueToTree(view(letter, MASKING));

    assertThat(json.path("id").stringValue()).isEqualTo("payment.dlq-3@17");
    assertThat(json.path("why").path("reason").stringValue()).isEqualTo("WRONG_KEY");
    assertThat(json.path("why").has("detail")).isFalse();
    assertThat(json.path("payload").path("kind").stringValue()).isEqualTo("JSON");
    assertThat(json.path("payload").path("json").toString()).isEqualTo("{\"amount\":10.50}");
    assertThat(json.path("key").path("text").stringValue()).isEqualTo("ada");
    assertThat(json.path("actions").path(0).path("kind").stringValue()).isEqualTo("discarded");
  }

  @Test
  void hostileTextsDoNothingToATerminalAndLeadNowhere() {
    DeadLetter letter =
        letter()
            .key("\u001b[2J\u202Eevil".getBytes(UTF_8))
            .payload("no json \u0007 \u001b]0;title\u0007")
            .detail("\u001b[31mred\r\nforged line")
            .header(WireHeaders.CORRELATION_ID, "../../admin?x=")
            .header("name\u001b[0m", new byte[] {(byte) 0xff, 1})
            .build();

    LetterView view = view(letter, MASKING);
    List<String> lines = LetterText.of(view);

    assertThat(lines)
        .allSatisfy(line -> assertThat(line.chars()).noneMatch(Character::isISOControl))
        .allSatisfy(line -> assertThat(line).doesNotContain("\u202E"))
        .contains("  detail         \\u001b[31mred\\u000d\\u000aforged line")
        .contains("  name\\u001b[0m: hex:ff01");
    assertThat(view.timeline()).isNull();
  }

  @Test
  void bytesThatAreNoTextAreShownOnlyToThoseWhoAskForAll() {
    DeadLetter letter = letter().payload(new byte[] {(byte) 0xff, 'A', 'd', 'a'}).build();

    assertThat(view(letter, MASKING).payload().text()).isNull();
    assertThat(view(letter, Masking.none()).payload().text()).isEqualTo("ff416461");
  }

  @Test
  void ofALongTextTheStartIsShown() {
    DeadLetter letter = letter().payload("é".repeat(100_000)).build();

    Content payload = view(letter, MASKING).payload();

    assertThat(payload.bytes()).isEqualTo(200_000);
    assertThat(payload.shown()).isEqualTo(8_192);
    assertThat(LetterText.of(view(letter, MASKING)).getLast()).endsWith("(8192 of 200000 bytes)");
  }

  @Test
  void keyAndHeadersAreMaskedWhereTheyAreNamed() {
    DeadLetter letter = letter().header("ce_subject", "ada").header("email", "x").build();

    LetterView view = view(letter, Masking.personalData(List.of("key", "CE_SUBJECT")));

    assertThat(view.key().kind()).isEqualTo(Content.Kind.MASKED);
    assertThat(view.headers()).allMatch(h -> h.value().kind() == Content.Kind.MASKED);
  }

  private static LetterView view(DeadLetter letter, Masking masking) {
    var action = new LetterAction.Discarded("run-1", NOON, "grace", "not needed");
    return LetterView.of(
        letter,
        LetterState.DISCARDED,
        ReadyState.CUSTOMER_UNKNOWN,
        List.of(action),
        masking,
        LINKS);
  }
}
