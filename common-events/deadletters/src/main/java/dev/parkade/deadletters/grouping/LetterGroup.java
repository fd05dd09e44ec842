package dev.parkade.deadletters.grouping;

import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetterId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Dead letters that failed alike.
///
/// @param topic the dead-letter topic, which is its service's; null if they are of several
/// @param reason null if they have several
/// @param originTopic where they came from; null if that is not said, or they differ
/// @param type their message type; null if that is not said, or they differ
/// @param message what was said about them, [Normalised]; [Groups#OTHERS] if they differ
/// @param oldest when the first of them was set aside
/// @param newest when the last of them was
/// @param sample the newest of them
/// @param states how many are in which state; a state that none is in is left out
public record LetterGroup(
    @Nullable String topic,
    @Nullable String reason,
    @Nullable String originTopic,
    @Nullable String type,
    String message,
    long count,
    Instant oldest,
    Instant newest,
    DeadLetterId sample,
    Map<LetterState, Long> states) {}
