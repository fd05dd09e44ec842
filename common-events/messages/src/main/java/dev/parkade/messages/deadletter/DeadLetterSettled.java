package dev.parkade.messages.deadletter;

/// A replayed dead letter has come to its end. Written in the transaction that decided it, so it is
/// true if and only if what it says has happened. A copy may come twice, and after a crash one that
/// says `DUPLICATE` may follow: the first one about a replay counts.
///
/// @param deadLetter `topic-partition@offset`, as its header [ReplayHeaders#OF] says
/// @param replay its how many-th replay, as its header [ReplayHeaders#COUNT] says
/// @param detail a word or a sentence for people: the status, the refusal or the decision's name
public record DeadLetterSettled(String deadLetter, int replay, ReplayOutcome outcome, String detail)
    implements DeadLetterEvent {}
