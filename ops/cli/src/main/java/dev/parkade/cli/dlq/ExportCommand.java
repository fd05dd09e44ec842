package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.Cluster;
import dev.parkade.cli.dlq.options.ConnectionOptions;
import dev.parkade.cli.dlq.options.FilterOptions;
import dev.parkade.cli.dlq.options.MaskOptions;
import dev.parkade.cli.terminal.Ending;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Interruption;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.outcome.Outcomes;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.deadletters.showing.LetterJson;
import dev.parkade.deadletters.showing.Printable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `parkade dlq export`: dead letters as a file of lines.
@Command(
    name = "export",
    description = {
      "Writes dead letters as NDJSON, with the bytes of key, payload and headers, as dlq import"
          + " reads them.",
      "Personal data is masked unless --unmask, and what was masked cannot be imported.",
      "Standard output: the lines, unless --file is given."
    },
    footer = {
      "  parkade dlq export --unmask --file letters.ndjson",
      "  parkade dlq export --service order --since 1d | jq -r .reason | sort | uniq -c"
    })
final class ExportCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interruption interruption;
  private final Clock clock;

  @Mixin private final FilterOptions filters = new FilterOptions();
  @Mixin private final MaskOptions mask = new MaskOptions();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Where to write. Default: - (standard output).")
  private @Nullable Path file;

  @Option(names = "--overwrite", description = "Replaces a file that is there.")
  private boolean overwrite;

  @Mixin private final ConnectionOptions connection;

  ExportCommand(Terminal terminal, Home home, Interruption interruption, Clock clock) {
    this.terminal = terminal;
    this.interruption = interruption;
    this.clock = clock;
    this.connection = new ConnectionOptions(home);
  }

  @Override
  public Integer call() throws Exception {
    Selection selection = filters.selection(clock.instant());
    return connection.reading(cluster -> export(cluster, selection));
  }

  private int export(Cluster cluster, Selection selection) throws IOException {
    if (file == null || file.toString().equals("-")) {
      return write(cluster, selection, terminal.data());
    }
    try (var out = open(file)) {
      int code = write(cluster, selection, out);
      if (out.checkError()) {
        throw Ending.failed("cannot write all of " + file, "see that the disk is not full");
      }
      return code;
    }
  }

  private PrintStream open(Path target) throws IOException {
    try {
      var bytes =
          overwrite
              ? Files.newOutputStream(target)
              : Files.newOutputStream(target, StandardOpenOption.CREATE_NEW);
      return new PrintStream(new BufferedOutputStream(bytes), false, StandardCharsets.UTF_8);
    } catch (FileAlreadyExistsException there) {
      throw Ending.refused(target + " is there already", "use another --file, or --overwrite");
    } catch (IOException refused) {
      throw Ending.failed("cannot write " + target + ": " + refused, "use another --file");
    }
  }

  private int write(Cluster cluster, Selection selection, PrintStream out) {
    var masking = mask.masking();
    long count;
    try (var fates = Outcomes.read(cluster.kafka(), Scan.topics(selection));
        var scan = new Scan(cluster, selection, terminal, interruption)) {
      count =
          scan.each(
              fates,
              it -> {
                // escapes of control characters are JSON, too: the line stays what it is
                String line = LetterJson.write(it, fates.stateOf(it.id()), masking);
                out.print(Printable.line(line));
                out.print('\n');
              });
      out.flush();
    }
    terminal.say("exported " + Rows.count(count) + ": " + Printable.line(selection.describe()));
    return count == 0 ? ExitCode.NOTHING_MATCHED : ExitCode.OK;
  }
}
