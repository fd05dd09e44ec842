package dev.parkade.deadletters.showing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parkade.deadletters.ledger.LetterAction;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.letter.Origin;
import dev.parkade.deadletters.selection.ReadyState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// All that is known about one dead letter, for a page or as JSON. What is null is not said.
///
/// @param at when it was set aside
/// @param replays how often it was replayed before it became this
/// @param replayOf the dead letter whose replay became this one
/// @param cut whether key, payload or headers did not fit
/// @param timeline where the story of its order is told
/// @param actions what was done with it, oldest first
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LetterView(
    DeadLetterId id,
    LetterState state,
    ReadyState readiness,
    Instant at,
    Why why,
    @Nullable Origin origin,
    @Nullable String type,
    @Nullable String messageId,
    @Nullable String order,
    @Nullable String customer,
    @Nullable String timeline,
    int replays,
    @Nullable DeadLetterId replayOf,
    boolean cut,
    Content key,
    Content payload,
    List<NamedHeader> headers,
    List<LetterAction> actions) {

  /// Why it was set aside, and by whom.
  ///
  /// @param attempts how often it was tried
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Why(
      String reason,
      @Nullable String detail,
      @Nullable String exception,
      @Nullable String exceptionMessage,
      @Nullable Integer attempts,
      @Nullable Instant firstFailure,
      @Nullable Instant lastFailure,
      @Nullable String service,
      @Nullable String group) {}

  /// One of its headers; several may have one name.
  public record NamedHeader(String name, Content value) {}

  /// Looks at a dead letter.
  ///
  /// @param actions what the ledger says was done with it
  /// @param links where the stories of orders are told
  public static LetterView of(
      DeadLetter letter,
      LetterState state,
      ReadyState readiness,
      List<LetterAction> actions,
      Masking masking,
      OrderLinks links) {
    Set<String> known = new HashSet<>();
    // first, because it says what must not be shown elsewhere
    Content payload = Content.payload(letter.value(), masking, known);
    return new LetterView(
        letter.id(),
        state,
        readiness,
        letter.at(),
        why(letter, masking, known),
        letter.origin().orElse(null),
        masked(letter.type(), masking, known),
        masked(letter.messageId(), masking, known),
        masked(letter.orderId(), masking, known),
        letter.customerId().filter(id -> !masking.masks("customerId")).orElse(null),
        letter.orderId().flatMap(links::timeline).orElse(null),
        letter.replays(),
        letter.replayOf().orElse(null),
        letter.isCut(),
        Content.of(letter.key(), masking.masks("key"), masking, known),
        payload,
        headers(letter, masking, known),
        List.copyOf(actions));
  }

  private static Why why(DeadLetter letter, Masking masking, Set<String> known) {
    return new Why(
        letter.reason(),
        masked(letter.detail(), masking, known),
        masked(letter.exception(), masking, known),
        masked(letter.exceptionMessage(), masking, known),
        letter.attempts().isPresent() ? letter.attempts().getAsInt() : null,
        letter.firstFailure().orElse(null),
        letter.lastFailure().orElse(null),
        masked(letter.service(), masking, known),
        masked(letter.group(), masking, known));
  }

  private static List<NamedHeader> headers(DeadLetter letter, Masking masking, Set<String> known) {
    List<NamedHeader> headers = new ArrayList<>();
    for (Header header : letter.record().headers()) {
      boolean hidden = masking.masks(header.key());
      headers.add(
          new NamedHeader(header.key(), Content.of(header.value(), hidden, masking, known)));
    }
    return headers;
  }

  private static @Nullable String masked(
      Optional<String> text, Masking masking, Set<String> known) {
    return text.map(t -> masking.masked(t, known)).orElse(null);
  }
}
