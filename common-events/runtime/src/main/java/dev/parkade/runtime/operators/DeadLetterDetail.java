package dev.parkade.runtime.operators;

import dev.parkade.deadletters.ledger.LetterAction;
import dev.parkade.deadletters.selection.ReadyState;
import dev.parkade.deadletters.showing.Content;
import dev.parkade.deadletters.showing.LetterView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// All that is known about one dead letter, personal data masked.
///
/// @param letter as in a list
/// @param readiness whether its cause is gone
/// @param exception the class of the exception at the root
/// @param replayOf the dead letter whose replay became this one
/// @param cut whether key, payload or headers did not fit, so that it is not complete
/// @param key as text, or as hex if it is none
/// @param payload as text; absent if there is none, or if it is no text
/// @param actions what was done with it, oldest first
record DeadLetterDetail(
    DeadLetterItem letter,
    ReadyState readiness,
    @Nullable String exception,
    @Nullable String exceptionMessage,
    @Nullable Integer attempts,
    @Nullable String service,
    @Nullable String group,
    @Nullable String replayOf,
    boolean cut,
    @Nullable String key,
    @Nullable String payload,
    List<Header> headers,
    List<Done> actions) {

  /// One of its headers; several may have one name.
  ///
  /// @param value as text; absent if there is none, or if it is no text
  @Schema(name = "DeadLetterHeader")
  record Header(String name, @Nullable String value) {}

  /// One thing that was done with it.
  ///
  /// @param action what it became: `replayed`, `discarded`, `open` again or `edited`
  /// @param run names what it was part of on the ledger
  @Schema(name = "DeadLetterAction")
  record Done(String action, String run, Instant at, String who, String why) {

    static Done of(LetterAction action) {
      return new Done(
          action.becomes().name().toLowerCase(Locale.ROOT),
          action.run(),
          action.at(),
          action.who(),
          action.why());
    }
  }

  static DeadLetterDetail of(LetterView letter) {
    return new DeadLetterDetail(
        DeadLetterItem.of(letter),
        letter.readiness(),
        letter.why().exception(),
        letter.why().exceptionMessage(),
        letter.why().attempts(),
        letter.why().service(),
        letter.why().group(),
        letter.replayOf() == null ? null : letter.replayOf().text(),
        letter.cut(),
        text(letter.key()),
        text(letter.payload()),
        letter.headers().stream().map(h -> new Header(h.name(), text(h.value()))).toList(),
        letter.actions().stream().map(Done::of).toList());
  }

  private static @Nullable String text(Content content) {
    return content.json() == null ? content.text() : content.json().toString();
  }
}
