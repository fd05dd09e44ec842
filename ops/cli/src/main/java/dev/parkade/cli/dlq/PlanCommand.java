package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.AuthorOptions;
import dev.parkade.cli.dlq.options.Cluster;
import dev.parkade.cli.dlq.options.ConnectionOptions;
import dev.parkade.cli.dlq.options.FilterOptions;
import dev.parkade.cli.dlq.options.OutputOptions;
import dev.parkade.cli.dlq.options.PlanChoices;
import dev.parkade.cli.terminal.Ending;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.ProgressBar;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.plan.PlanFile;
import dev.parkade.deadletters.plan.Planner;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.deadletters.showing.Printable;
import dev.parkade.messages.envelope.Ids;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `parkade dlq plan`: exactly what a replay would do, without doing it.
@Command(
    name = "plan",
    description = {
      "Decides which dead letters a replay would send where, which it would refuse and why, and"
          + " writes that to a file for review and for dlq replay. Changes nothing.",
      "A plan is an exact set: what arrives later needs a plan of its own.",
      "Standard output: the counts; on standard error the file's name."
    },
    footer = {
      "  parkade dlq plan --ready --why 'customers came' --out plan.json",
      "  parkade dlq plan --service inventory --reason handler-failed --since 2h --why 'OPS-12'",
      "  parkade dlq plan --id payment.dlq-3@17 --poison --why 'mended in 1.4.2' -o json"
    })
final class PlanCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Clock clock;

  @Mixin private final FilterOptions filters = new FilterOptions();
  @Mixin private final PlanChoices choices = new PlanChoices();
  @Mixin private final AuthorOptions author = new AuthorOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write the plan. Default: dlq-plan-ID.json in this directory.")
  private @Nullable Path out;

  @Option(names = "--overwrite", description = "Replaces a file that is there.")
  private boolean overwrite;

  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final ConnectionOptions connection;

  PlanCommand(Terminal terminal, Home home, Clock clock) {
    this.terminal = terminal;
    this.clock = clock;
    this.connection = new ConnectionOptions(home);
  }

  @Override
  public Integer call() throws Exception {
    Selection selection = choices.widened(filters.selection(clock.instant()));
    var _ = author.why();
    var _ = choices.options();
    if (out != null && Files.exists(out) && !overwrite) {
      throw isThere(out);
    }
    return connection.reading(cluster -> plan(cluster, selection));
  }

  private int plan(Cluster cluster, Selection selection) throws IOException {
    Plan plan;
    try (var _ = new ProgressBar(terminal, "planning")) {
      plan =
          new Planner(cluster.kafka(), clock, Ids.timeOrdered())
              .plan(selection, choices.options(), author.operator(cluster.profile()), author.why());
    }
    if (plan.counts().selected() == 0) {
      terminal.say("nothing matched: " + Printable.line(selection.describe()));
      return ExitCode.NOTHING_MATCHED;
    }
    PlanReport.print(output.on(terminal), output.format(), plan);
    if (plan.counts().replayed() == 0) {
      terminal.say("nothing is left to replay: no plan was written");
      return ExitCode.NOTHING_MATCHED;
    }
    Path file = out == null ? Path.of("dlq-plan-" + plan.id() + ".json") : out;
    write(file, plan);
    terminal.say("written to %s; next: parkade dlq replay %s".formatted(file, file));
    return ExitCode.OK;
  }

  private void write(Path file, Plan plan) throws IOException {
    try {
      PlanFile.write(file, plan, overwrite);
    } catch (FileAlreadyExistsException there) {
      throw isThere(file);
    } catch (IOException refused) {
      throw Ending.failed("cannot write " + file + ": " + refused, "use another --out");
    }
  }

  private static Ending isThere(Path file) {
    return Ending.refused(file + " is there already", "use another --out, or --overwrite");
  }
}
