package dev.parkade.cli.demo;

import dev.parkade.cli.invariants.Finding;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Everything that the demo found out, as it stands in the file of `--report`.
///
/// @param passed whether all chapters passed and all invariants hold
/// @param run the name of this run in customer ids, SKUs and keys
/// @param startupSeconds until all parts were ready; null if the system was up before
/// @param preparationSeconds what was spent before that, once per build; null if it was up before
/// @param totalSeconds how long the demo took, start and stop excluded
/// @param orders of this run
/// @param deadLetters of this run, all of them on purpose
/// @param machine on which the figures were measured
record DemoReport(
    boolean passed,
    String run,
    Instant startedAt,
    @Nullable Double startupSeconds,
    @Nullable Double preparationSeconds,
    double totalSeconds,
    Orders orders,
    RaceReport race,
    int deadLetters,
    List<ChapterReport> chapters,
    List<Finding> invariants,
    List<Figure> figures,
    Machine machine) {
  /// How the orders stand at the end.
  record Orders(int submitted, int confirmed, int cancelled, int open) {}

  /// What the figures depend on.
  ///
  /// @param loadAverage of the last minute, this system included; negative if it is not known
  record Machine(int processors, double loadAverage) {
    static Machine now() {
      return new Machine(
          Runtime.getRuntime().availableProcessors(),
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%d processors, load average %.1f", processors, loadAverage);
    }
  }

  /// How a chapter went.
  record ChapterReport(
      String title, String done, String expected, String seen, boolean passed, double seconds) {}

  /// The lines that contradict success.
  List<String> failures() {
    var failures = new ArrayList<String>();
    chapters.stream()
        .filter(it -> !it.passed())
        .forEach(it -> failures.add(it.title() + ": " + it.seen()));
    invariants.stream()
        .filter(it -> !it.holds())
        .forEach(it -> failures.add(it.id() + " " + it.name() + ": " + it.detail()));
    return failures;
  }
}
