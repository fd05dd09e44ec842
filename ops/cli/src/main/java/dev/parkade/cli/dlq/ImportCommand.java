package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.AuthorOptions;
import dev.parkade.cli.dlq.options.Cluster;
import dev.parkade.cli.dlq.options.ConnectionOptions;
import dev.parkade.cli.dlq.options.ConsentOptions;
import dev.parkade.cli.terminal.Ending;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Interruption;
import dev.parkade.cli.terminal.ProgressBar;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.custody.Custody;
import dev.parkade.deadletters.custody.ImportResult;
import dev.parkade.deadletters.replay.StopSignal;
import dev.parkade.deadletters.showing.Printable;
import dev.parkade.messages.envelope.Ids;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `parkade dlq import`: exported dead letters become dead letters again.
@Command(
    name = "import",
    description = {
      "Puts exported dead letters on their topics and partitions again, each of them once, however"
          + " often it is in how many files. They are open then, and nothing is replayed.",
      "Standard output: how many were added, were there before, and cannot be read."
    },
    footer = {
      "  parkade dlq import letters.ndjson --why 'lost with the old cluster'",
      "  gunzip -c letters.ndjson.gz | parkade dlq import - --yes --why 'from the archive'"
    })
final class ImportCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  private final Terminal terminal;
  private final Interruption interruption;
  private final Clock clock;

  @Parameters(
      paramLabel = "FILE",
      description = "What dlq export --unmask wrote; - is standard input.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path file;

  @Option(names = "--strict", description = "Ends at the first line that cannot be read.")
  private boolean strict;

  @Option(names = "--take-over", description = "Also if another operator is at it, who is stopped.")
  private boolean takeOver;

  @Mixin private final AuthorOptions author = new AuthorOptions();
  @Mixin private final ConsentOptions consent = new ConsentOptions();
  @Mixin private final ConnectionOptions connection;

  ImportCommand(Terminal terminal, Home home, Interruption interruption, Clock clock) {
    this.terminal = terminal;
    this.interruption = interruption;
    this.clock = clock;
    this.connection = new ConnectionOptions(home);
  }

  @Override
  public Integer call() throws Exception {
    var _ = author.why();
    return connection.writing(this::take);
  }

  private int take(Cluster cluster) throws IOException {
    try (var in = open()) {
      consent.ask(terminal, "import %s into %s?".formatted(file, cluster.kafka().servers()));
      interruption.listen(terminal);
      var stop = new StopSignal();
      interruption.onRequest(stop::stop);
      ImportResult result;
      try (var progress = new ProgressBar(terminal, "importing")) {
        result =
            new Custody(cluster.kafka(), clock, Ids.timeOrdered())
                .importFrom(
                    in, strict, Disposing.terms(author, cluster, takeOver), stop, progress::done);
      }
      return report(result);
    }
  }

  private InputStream open() {
    if (file.toString().equals("-")) {
      return new BufferedInputStream(terminal.input());
    }
    try {
      return new BufferedInputStream(Files.newInputStream(file));
    } catch (IOException refused) {
      throw Ending.failed("cannot read " + file + ": " + refused, "give a file that exists, or -");
    }
  }

  private int report(ImportResult result) {
    terminal.print(
        "added %,d, there before %,d, unreadable %,d"
            .formatted(result.added(), result.repeated(), result.bad()));
    result.examples().stream()
        .limit(SHOWN)
        .forEach(
            it -> terminal.say("%s:%d: %s".formatted(file, it.number(), Printable.line(it.why()))));
    if (interruption.isRequested()) {
      terminal.say("stopped before the end of the file; the same command goes on");
      return ExitCode.INTERRUPTED;
    }
    if (result.bad() > 0) {
      return result.added() + result.repeated() > 0 ? ExitCode.PARTIAL : ExitCode.FAILED;
    }
    return result.added() + result.repeated() == 0 ? ExitCode.NOTHING_MATCHED : ExitCode.OK;
  }
}
