package dev.parkade.messages.deadletter;

/// The headers that a replayed dead letter carries on top of its own. They stay when it becomes a
/// dead letter again, so that replays are counted and a failure is found to be that of a replay.
/// All of them are untrusted input: anybody may write to a topic.
public final class ReplayHeaders {

  /// What all of them begin with.
  public static final String PREFIX = "parkade_replay_";

  /// Which dead letter it was: `topic-partition@offset`.
  public static final String OF = "parkade_replay_of";

  /// Its how many-th replay this is, beginning with 1.
  public static final String COUNT = "parkade_replay_count";

  /// The run of the replay tool that sent it.
  public static final String RUN = "parkade_replay_run";

  /// The `traceparent` that the dead letter had: a link, because the replay is a trace of its own.
  public static final String TRACE = "parkade_replay_trace";

  private ReplayHeaders() {}
}
