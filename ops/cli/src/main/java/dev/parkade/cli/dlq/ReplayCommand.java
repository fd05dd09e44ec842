package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.AuthorOptions;
import dev.parkade.cli.dlq.options.Cluster;
import dev.parkade.cli.dlq.options.ConnectionOptions;
import dev.parkade.cli.dlq.options.ConsentOptions;
import dev.parkade.cli.dlq.options.FilterOptions;
import dev.parkade.cli.dlq.options.PlanChoices;
import dev.parkade.cli.dlq.options.TimeSpan;
import dev.parkade.cli.terminal.Ending;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Interruption;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.plan.PlanFile;
import dev.parkade.deadletters.plan.Planner;
import dev.parkade.deadletters.replay.ReplayResult;
import dev.parkade.deadletters.replay.ReplaySettings;
import dev.parkade.deadletters.replay.Replayer;
import dev.parkade.deadletters.replay.StopSignal;
import dev.parkade.deadletters.route.TopicReaders;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.deadletters.showing.Printable;
import dev.parkade.deadletters.transform.CommandTransform;
import dev.parkade.deadletters.transform.Transform;
import dev.parkade.deadletters.transform.Transforms;
import dev.parkade.messages.envelope.Ids;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `parkade dlq replay`: sends dead letters again, each of them once.
@Command(
    name = "replay",
    description = {
      "Carries out a plan: sends one dead letter and waits for its outcome, then the others, in the"
          + " order of their origin, each of them once, whatever dies at whichever moment. The same"
          + " plan again goes on where it stopped.",
      "Without a PLAN the filters make one on the spot: shows its counts and asks, or takes --yes.",
      "A plan that does not hold any more is refused (exit code 5), saying what changed.",
      "Standard output: what became of them; progress and questions go to standard error."
    },
    footer = {
      "  parkade dlq replay plan.json --rate 200",
      "  parkade dlq replay --id payment.dlq-3@17 --why 'OPS-12'",
      "  parkade dlq replay --ready --why 'customers came' --yes"
    })
final class ReplayCommand implements Callable<Integer> {
  /// For one message.
  private static final Duration TRANSFORM_LIMIT = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final Interruption interruption;
  private final Clock clock;

  @Parameters(
      arity = "0..1",
      paramLabel = "PLAN",
      description = "A file that dlq plan has written.")
  private @Nullable Path file;

  @Mixin private final FilterOptions filters = new FilterOptions();
  @Mixin private final PlanChoices choices = new PlanChoices();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "At most so many a second. Default: as fast as it goes.")
  private int rate;

  @Option(
      names = "--max-lag",
      paramLabel = "N",
      description = "Waits while the service is so many records behind; 0: never. Default: 10000.")
  private long maxLag = ReplaySettings.defaults().maxLag();

  @Option(
      names = "--canary-timeout",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "How long the first one may take to its outcome. Default: 30s.")
  private Duration canaryTimeout = ReplaySettings.defaults().canaryTimeout();

  @Option(names = "--no-canary", description = "Sends no single one first.")
  private boolean noCanary;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "How long to wait for outcomes while none comes; 0s: not at all. Default: 30s.")
  private Duration wait = ReplaySettings.defaults().outcomeTimeout();

  @Option(names = "--take-over", description = "Also if another operator is at it, who is stopped.")
  private boolean takeOver;

  @Option(
      names = "--transform",
      paramLabel = "CMD",
      description = {
        "Makes another message of each one first: a transformation on the class path, or a command"
            + " (no shell) that gets a JSON document a line,"
            + " {\"id\",\"headers\",\"payload\"}, and answers each with one:"
            + " {\"payload\":…}, {\"unchanged\":true} or {\"reject\":\"why\"}."
      })
  private @Nullable String transform;

  @Mixin private final AuthorOptions author = new AuthorOptions();
  @Mixin private final ConsentOptions consent = new ConsentOptions();
  @Mixin private final ConnectionOptions connection;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  ReplayCommand(Terminal terminal, Home home, Interruption interruption, Clock clock) {
    this.terminal = terminal;
    this.interruption = interruption;
    this.clock = clock;
    this.connection = new ConnectionOptions(home);
  }

  @Override
  public Integer call() throws Exception {
    if (rate < 0 || maxLag < 0) {
      throw new ParameterException(spec.commandLine(), "--rate and --max-lag are not negative");
    }
    Selection selection = choices.widened(filters.selection(clock.instant()));
    if (file == null) {
      var _ = author.why();
      var _ = choices.options();
      return connection.writing(cluster -> filtered(cluster, selection));
    }
    if (choices.isAnyGiven() || !selection.equals(Selection.openOf(List.of()))) {
      throw new ParameterException(
          spec.commandLine(), "A plan says what is replayed: leave the filters and choices out");
    }
    Plan plan = read(file);
    return connection.writing(cluster -> planned(cluster, plan));
  }

  private static Plan read(Path file) {
    try {
      return PlanFile.read(file);
    } catch (PlanFile.Unusable unusable) {
      throw Ending.refused(String.valueOf(unusable.getMessage()), "");
    } catch (IOException refused) {
      throw Ending.failed(
          "cannot read " + file + ": " + refused, "make a plan with parkade dlq plan");
    }
  }

  private int filtered(Cluster cluster, Selection selection) throws Exception {
    Plan plan =
        new Planner(cluster.kafka(), clock, Ids.timeOrdered())
            .plan(selection, choices.options(), author.operator(cluster.profile()), author.why());
    if (plan.counts().replayed() == 0) {
      if (plan.counts().selected() > 0) {
        PlanReport.lines(plan, terminal::say);
      }
      terminal.say("nothing to replay: " + Printable.line(selection.describe()));
      return ExitCode.NOTHING_MATCHED;
    }
    PlanReport.lines(plan, terminal::say);
    nameOtherReaders(cluster, plan);
    consent.ask(terminal, "replay %,d dead letters?".formatted(plan.counts().replayed()));
    return replay(cluster, plan);
  }

  /// A plan was looked at when it was made; only who else would see the records is news.
  private int planned(Cluster cluster, Plan plan) throws Exception {
    if (plan.options().toOrigin()) {
      PlanReport.lines(plan, terminal::say);
      nameOtherReaders(cluster, plan);
      consent.ask(terminal, "replay %,d dead letters?".formatted(plan.counts().replayed()));
    }
    return replay(cluster, plan);
  }

  private void nameOtherReaders(Cluster cluster, Plan plan) {
    if (!plan.options().toOrigin()) {
      return;
    }
    try (var admin = cluster.kafka().admin()) {
      new TopicReaders(admin)
          .of(plan.counts().byTarget().keySet())
          .forEach(
              (topic, groups) ->
                  terminal.say(
                      "%s is read by %s: all of them will see the records again"
                          .formatted(
                              topic, groups.isEmpty() ? "nobody" : String.join(", ", groups))));
    }
  }

  private int replay(Cluster cluster, Plan plan) {
    interruption.listen(terminal);
    var stop = new StopSignal();
    interruption.onRequest(stop::stop);
    ReplayResult result;
    try (var watch = new ReplayWatch(terminal);
        Transform through = transformation()) {
      result =
          new Replayer(cluster.kafka(), clock, Ids.timeOrdered())
              .replay(plan, settings(through), author.operator(cluster.profile()), stop, watch);
    }
    return new ReplayReport(terminal, plan, file).of(result);
  }

  private @Nullable Transform transformation() {
    if (transform == null) {
      return null;
    }
    String name = transform.strip();
    return Transforms.named(name)
        .orElseGet(() -> new CommandTransform(List.of(name.split("\\s+")), TRANSFORM_LIMIT));
  }

  private ReplaySettings settings(@Nullable Transform through) {
    return new ReplaySettings(
        rate,
        maxLag,
        ReplaySettings.defaults().lagPatience(),
        noCanary ? Duration.ZERO : canaryTimeout,
        wait,
        takeOver,
        through);
  }
}
