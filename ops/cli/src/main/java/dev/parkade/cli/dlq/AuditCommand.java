package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.Cluster;
import dev.parkade.cli.dlq.options.ConnectionOptions;
import dev.parkade.cli.dlq.options.LetterIdConverter;
import dev.parkade.cli.dlq.options.OutputOptions;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.ledger.LetterAction;
import dev.parkade.deadletters.ledger.LetterEntry;
import dev.parkade.deadletters.ledger.RunEntry;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.route.Routes;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `parkade dlq audit`: who did what, when and why.
@Command(
    name = "audit",
    description = {
      "Prints what people and policies did with dead letters: who, when, why, how many, how it"
          + " ended; newest first. With an ID: all that was done with that dead letter, oldest first.",
      "Standard output: the runs, or the actions."
    },
    footer = {
      "  parkade dlq audit",
      "  parkade dlq audit payment.dlq-3@17",
      "  parkade dlq audit --last 1000 -o ndjson | jq -r '[.started, .kind, .who, .why] | @tsv'"
    })
final class AuditCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      converter = LetterIdConverter.class,
      description = "A dead letter, such as payment.dlq-3@17.")
  private @Nullable DeadLetterId id;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many runs. Default: ${DEFAULT-VALUE}.")
  private int last;

  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final ConnectionOptions connection;

  AuditCommand(Terminal terminal, Home home) {
    this.terminal = terminal;
    this.connection = new ConnectionOptions(home);
  }

  @Override
  public Integer call() throws Exception {
    return connection.reading(cluster -> id == null ? runs(cluster) : actions(cluster, id));
  }

  private int runs(Cluster cluster) {
    try (var ledger = Ledger.read(cluster.kafka(), Routes.TOPICS)) {
      List<RunEntry> runs = ledger.runs().stream().limit(Math.max(1, last)).toList();
      if (runs.isEmpty()) {
        terminal.say("nothing was done with any dead letter yet");
        return ExitCode.NOTHING_MATCHED;
      }
      Rows.print(
          output.on(terminal),
          output.format(),
          runs,
          List.of("STARTED", "WHAT", "TOPIC", "STATUS", "DONE", "WHO", "RUN", "WHY"),
          AuditCommand::cells);
      if (ledger.unreadable() > 0) {
        terminal.say(
            "%d records of the ledger cannot be read, such as %s: somebody else wrote them"
                .formatted(ledger.unreadable(), ledger.unreadableExamples()));
      }
    }
    return ExitCode.OK;
  }

  private static List<String> cells(RunEntry run) {
    return List.of(
        Rows.time(run.started()),
        run.kind().name().toLowerCase(Locale.ROOT),
        run.topic(),
        run.status().name().toLowerCase(Locale.ROOT),
        run.total() == 0 ? Rows.count(run.done()) : run.done() + " of " + run.total(),
        run.who() + "@" + run.host(),
        run.id(),
        run.why());
  }

  private int actions(Cluster cluster, DeadLetterId letter) {
    try (var ledger = Ledger.read(cluster.kafka(), List.of(letter.topic()))) {
      List<LetterAction> actions = ledger.entry(letter).map(LetterEntry::actions).orElse(List.of());
      if (actions.isEmpty()) {
        terminal.say("nothing was done with " + letter);
        return ExitCode.NOTHING_MATCHED;
      }
      Rows.print(
          output.on(terminal),
          output.format(),
          actions,
          List.of("AT", "WHAT", "WHO", "RUN", "WHY"),
          it -> List.of(Rows.time(it.at()), what(it), it.who(), it.run(), it.why()));
    }
    return ExitCode.OK;
  }

  private static String what(LetterAction action) {
    return switch (action) {
      case LetterAction.Replayed it ->
          "replayed (%d) to %s-%d".formatted(it.replay(), it.topic(), it.partition());
      case LetterAction.Discarded _ -> "discarded";
      case LetterAction.Restored _ -> "restored";
      case LetterAction.Edited it -> "edited into " + it.messageId() + " on " + it.topic();
      case LetterAction.Imported it -> "imported from " + it.source();
    };
  }
}
