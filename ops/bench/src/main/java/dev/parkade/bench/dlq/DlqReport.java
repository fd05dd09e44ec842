package dev.parkade.bench.dlq;

import dev.parkade.bench.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Everything that was found. Commands are timed whole, from the shell, unless it says otherwise.
///
/// @param firstOutputMillis of the starts: from the start of the command to its first byte
/// @param letters how many were listed and replayed
/// @param lsSeconds `dlq ls` over them
/// @param many null if it was left out
record DlqReport(
    String definition,
    int processors,
    double loadAverage,
    String java,
    Latency firstOutputMillis,
    int letters,
    double lsSeconds,
    Replay replay,
    KilledReplay killed,
    Peer peer,
    @Nullable Many many,
    List<Aim> aims) {
  static final String DEFINITION = "ops/bench/README.md, section Dead letters";

  /// A replay that nobody disturbed.
  ///
  /// @param seconds of `dlq replay`, with its start and its look at the plan
  record Replay(int letters, double planSeconds, double seconds, Census census) {
    double perSecond() {
      return Latency.round(letters / seconds);
    }
  }

  /// A replay that got a SIGKILL and was started again with the same plan.
  ///
  /// @param kills how many it got
  /// @param atKills how far the target's log went when they came, markers and open ones included
  record KilledReplay(int letters, int kills, List<Long> atKills, double seconds, Census census) {}

  /// The usual script, see [Script].
  ///
  /// @param perSecond while it sends; its start is not counted
  /// @param killed what it left behind after one SIGKILL and a second start
  /// @param ratio how many times more records a second `dlq replay` sends, start and all
  record Peer(int letters, double perSecond, Census killed, double ratio) {}

  /// What needs to be bounded.
  record Many(int letters, int heapMegabytes, List<Step> steps, Census census) {}

  /// A command in little memory.
  record Step(String command, double seconds, Heap heap) {
    String line() {
      return String.format(
          Locale.ROOT,
          "  %-7s %6.1f s, %3d MB in use at most, %3d MB after collections",
          command,
          seconds,
          heap.peak(),
          heap.live());
    }
  }

  /// A figure that was aimed at.
  record Aim(String what, String aim, String seen, boolean reached) {}

  static List<Aim> aims(
      Latency starts,
      int letters,
      double lsSeconds,
      Replay replay,
      KilledReplay killed,
      @Nullable Many many) {
    List<Aim> aims = new ArrayList<>();
    aims.add(
        new Aim(
            "start to first output, median",
            "<= 1 s",
            "%.0f ms".formatted(starts.p50()),
            starts.p50() <= 1_000));
    aims.add(
        new Aim(
            "ls over %,d".formatted(letters),
            "<= 5 s",
            "%.1f s".formatted(lsSeconds),
            lsSeconds <= 5));
    aims.add(
        new Aim(
            "replay without a rate",
            ">= 5,000/s",
            "%,.0f/s".formatted(replay.perSecond()),
            replay.perSecond() >= 5_000));
    aims.add(
        new Aim(
            "lost and doubled, %d times killed".formatted(killed.kills()),
            "0 and 0",
            "%d and %d".formatted(killed.census().lost(), killed.census().doubled()),
            killed.census().isExact() && replay.census().isExact()));
    if (many != null) {
      aims.add(
          new Aim(
              "ls, plan and replay of %,d in %d MB of heap"
                  .formatted(many.letters(), many.heapMegabytes()),
              "all of it",
              "%d lost, %d doubled".formatted(many.census().lost(), many.census().doubled()),
              many.census().isExact()));
    }
    return aims;
  }

  /// Whether our promises were kept, however fast.
  boolean isExact() {
    return replay.census().isExact()
        && killed.census().isExact()
        && (many == null || many.census().isExact());
  }

  /// For people.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "start to first output: p50 %.0f ms, max %.0f ms of %d starts"
            .formatted(
                firstOutputMillis.p50(), firstOutputMillis.max(), firstOutputMillis.count()));
    lines.add("ls over %,d: %.1f s".formatted(letters, lsSeconds));
    lines.add(
        "plan %.1f s, replay %.1f s: %,.0f/s, %d lost, %d doubled"
            .formatted(
                replay.planSeconds(),
                replay.seconds(),
                replay.perSecond(),
                replay.census().lost(),
                replay.census().doubled()));
    lines.add(
        "killed %d times (log at %s) and replayed on: %d lost, %d doubled"
            .formatted(
                killed.kills(),
                killed.atKills(),
                killed.census().lost(),
                killed.census().doubled()));
    lines.add(
        "usual script: %,.0f/s, killed once: %d lost, %d doubled; replay is %.0f times as fast"
            .formatted(
                peer.perSecond(), peer.killed().lost(), peer.killed().doubled(), peer.ratio()));
    if (many != null) {
      lines.add("%,d in a heap of %d MB:".formatted(many.letters(), many.heapMegabytes()));
      many.steps().forEach(it -> lines.add(it.line()));
      lines.add(
          "  replayed: %d lost, %d doubled"
              .formatted(many.census().lost(), many.census().doubled()));
    }
    lines.add("");
    aims.forEach(
        it ->
            lines.add(
                "%-9s %s: %s (aim: %s)"
                    .formatted(
                        it.reached() ? "reached" : "MISSED", it.what(), it.seen(), it.aim())));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "measured with %d processors, load average %.1f",
            processors,
            loadAverage));
    return lines;
  }
}
