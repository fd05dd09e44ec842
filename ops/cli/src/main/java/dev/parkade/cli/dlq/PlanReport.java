package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.OutputOptions.Format;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.plan.PlanCounts;
import dev.parkade.deadletters.showing.Printable;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Says what a plan comes to: to be replayed by reason and target, refused and why.
final class PlanReport {
  private PlanReport() {}

  /// As data.
  static void print(Terminal terminal, Format format, Plan plan) {
    switch (format) {
      case TABLE -> lines(plan, terminal::print);
      case JSON -> terminal.printJson(plan);
      case NDJSON -> terminal.printJsonLine(plan);
    }
  }

  /// As lines for people.
  static void lines(Plan plan, Consumer<String> to) {
    PlanCounts counts = plan.counts();
    to.accept(
        "%,d dead letters selected, %,d to be replayed"
            .formatted(counts.selected(), counts.replayed()));
    counts.byReason().forEach((reason, many) -> to.accept(count(many, reason)));
    counts.byTarget().forEach((target, many) -> to.accept(count(many, "to " + target)));
    for (PlanCounts.Refused refused : counts.refused()) {
      to.accept(count(refused.letters(), "refused: " + refused.refusal() + ", " + refused.why()));
      to.accept("           fix: " + refused.fix());
      to.accept(
          "           such as "
              + refused.samples().stream().map(Object::toString).collect(Collectors.joining(", ")));
    }
  }

  private static String count(long many, String what) {
    return "%,9d  %s".formatted(many, Printable.line(what));
  }
}
