package dev.parkade.deadletters.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One thing that was done with a dead letter, by whom, in which run, when and why.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LetterAction.Replayed.class, name = "replayed"),
  @JsonSubTypes.Type(value = LetterAction.Discarded.class, name = "discarded"),
  @JsonSubTypes.Type(value = LetterAction.Restored.class, name = "restored"),
  @JsonSubTypes.Type(value = LetterAction.Edited.class, name = "edited"),
  @JsonSubTypes.Type(value = LetterAction.Imported.class, name = "imported")
})
public sealed interface LetterAction {

  /// Id of the [RunEntry] that it was part of.
  String run();

  Instant at();

  String who();

  String why();

  /// What it makes of the letter.
  LetterState becomes();

  /// Sent again.
  ///
  /// @param replay its how many-th replay this was, beginning with 1
  /// @param topic where it was sent
  /// @param transformedBy what made another message of it first; null if its bytes were untouched
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Replayed(
      String run,
      int replay,
      String topic,
      int partition,
      Instant at,
      String who,
      String why,
      @Nullable String transformedBy)
      implements LetterAction {
    public Replayed {
      Stream.of(run, topic, at, who, why).forEach(Objects::requireNonNull);
    }

    /// Sent again as it was.
    public Replayed(
        String run, int replay, String topic, int partition, Instant at, String who, String why) {
      this(run, replay, topic, partition, at, who, why, null);
    }

    @Override
    public LetterState becomes() {
      return LetterState.REPLAYED;
    }
  }

  /// Decided not to be needed.
  record Discarded(String run, Instant at, String who, String why) implements LetterAction {
    public Discarded {
      Stream.of(run, at, who, why).forEach(Objects::requireNonNull);
    }

    @Override
    public LetterState becomes() {
      return LetterState.DISCARDED;
    }
  }

  /// Needed after all.
  record Restored(String run, Instant at, String who, String why) implements LetterAction {
    public Restored {
      Stream.of(run, at, who, why).forEach(Objects::requireNonNull);
    }

    @Override
    public LetterState becomes() {
      return LetterState.OPEN;
    }
  }

  /// Replaced by a new message with another payload.
  ///
  /// @param messageId the new message's id
  /// @param cause id of the message that it replaces; null if that has none that can be read
  /// @param topic where the new message was sent
  record Edited(
      String run,
      int replay,
      String messageId,
      @Nullable String cause,
      String topic,
      int partition,
      Instant at,
      String who,
      String why)
      implements LetterAction {
    public Edited {
      Stream.of(run, messageId, topic, at, who, why).forEach(Objects::requireNonNull);
    }

    @Override
    public LetterState becomes() {
      return LetterState.EDITED;
    }
  }

  /// Put on its topic from a file.
  ///
  /// @param source which dead letter it was where the file comes from
  record Imported(String run, String source, Instant at, String who, String why)
      implements LetterAction {
    public Imported {
      Stream.of(run, source, at, who, why).forEach(Objects::requireNonNull);
    }

    @Override
    public LetterState becomes() {
      return LetterState.OPEN;
    }
  }
}
