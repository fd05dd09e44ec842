package dev.parkade.deadletters.showing;

import dev.parkade.deadletters.ledger.LetterAction;
import dev.parkade.deadletters.selection.ReadyState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A dead letter as lines of text. Nothing in it does anything to a terminal.
public final class LetterText {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<String> lines = new ArrayList<>();

  private LetterText() {}

  public static List<String> of(LetterView letter) {
    var text = new LetterText();
    text.head(letter);
    text.why(letter.why());
    text.message(letter);
    text.actions(letter.actions());
    text.headers(letter.headers());
    text.payload(letter.payload());
    return List.copyOf(text.lines);
  }

  private void head(LetterView letter) {
    lines.add("%s  %s".formatted(letter.id(), letter.state()));
    line("set aside", letter.at());
    if (letter.readiness() != ReadyState.NOT_APPLICABLE) {
      line("readiness", word(letter.readiness()));
    }
    line("replayed", letter.replays() == 0 ? null : letter.replays() + " times before");
    line("replay of", letter.replayOf());
    line("cut", letter.cut() ? "yes: it is not complete" : null);
  }

  private void why(LetterView.Why why) {
    line("reason", why.reason());
    line("detail", why.detail());
    line("exception", why.exception());
    line("message", why.exceptionMessage());
    line("attempts", why.attempts());
    line("first failure", why.firstFailure());
    line("last failure", why.lastFailure());
    line("service", why.service());
    line("group", why.group());
  }

  private void message(LetterView letter) {
    line("origin", letter.origin());
    line("written", letter.origin() == null ? null : letter.origin().at());
    line("type", letter.type());
    line("message id", letter.messageId());
    line("key", inline(letter.key()));
    line("customer", letter.customer());
    line("order", letter.order());
    line("timeline", letter.timeline());
  }

  private void actions(List<LetterAction> actions) {
    if (!actions.isEmpty()) {
      lines.add("actions");
      for (LetterAction action : actions) {
        lines.add(
            "  %s  %s by %s in %s: %s"
                .formatted(
                    action.at(),
                    whatWasDone(action),
                    Printable.of(action.who()),
                    Printable.of(action.run()),
                    Printable.of(action.why())));
      }
    }
  }

  private static String whatWasDone(LetterAction action) {
    return switch (action) {
      case LetterAction.Replayed sent ->
          "replayed (%d) to %s-%d".formatted(sent.replay(), sent.topic(), sent.partition());
      case LetterAction.Discarded _ -> "discarded";
      case LetterAction.Restored _ -> "restored";
      case LetterAction.Edited sent ->
          Printable.of("edited into " + sent.messageId() + " on " + sent.topic());
      case LetterAction.Imported from -> Printable.of("imported from " + from.source());
    };
  }

  private void headers(List<LetterView.NamedHeader> headers) {
    lines.add("headers");
    headers.forEach(
        header ->
            lines.add("  %s: %s".formatted(Printable.of(header.name()), inline(header.value()))));
  }

  private void payload(Content payload) {
    lines.add("payload (%d bytes)".formatted(payload.bytes()));
    JsonNode json = payload.json();
    if (json == null) {
      lines.add("  " + inline(payload));
    } else {
      JSON.writerWithDefaultPrettyPrinter()
          .writeValueAsString(json)
          .lines()
          .forEach(line -> lines.add("  " + Printable.of(line)));
    }
  }

  private static String inline(Content content) {
    String rest =
        content.shown() < content.bytes()
            ? " … (%d of %d bytes)".formatted(content.shown(), content.bytes())
            : "";
    return switch (content.kind()) {
      case NOTHING -> "(none)";
      case MASKED -> Masking.MASK;
      case JSON -> Printable.of(String.valueOf(content.json()));
      case TEXT -> Printable.of(String.valueOf(content.text())) + rest;
      case BINARY ->
          content.text() == null
              ? "(%d bytes that are no text; --unmask shows them)".formatted(content.bytes())
              : "hex:" + content.text() + rest;
    };
  }

  private void line(String name, @Nullable Object value) {
    if (value != null) {
      lines.add("  %-13s  %s".formatted(name, Printable.of(value.toString())));
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
