package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.AuthorOptions;
import dev.parkade.cli.dlq.options.ConnectionOptions;
import dev.parkade.cli.dlq.options.ConsentOptions;
import dev.parkade.cli.dlq.options.FilterOptions;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Interruption;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.selection.Selection;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `parkade dlq restore`: takes discarding back.
@Command(
    name = "restore",
    description = {
      "The reverse of discard: discarded dead letters are open again.",
      "Shows counts on standard error and asks. Standard output: how many."
    },
    footer = {
      "  parkade dlq restore --id order.dlq-0@4 --why 'was needed after all'",
      "  parkade dlq restore --service payment --since 2d --why 'wrong filter' --yes"
    })
final class RestoreCommand implements Callable<Integer> {
  private final Disposing disposing;
  private final Clock clock;

  @Mixin private final FilterOptions filters = new FilterOptions();
  @Mixin private final AuthorOptions author = new AuthorOptions();
  @Mixin private final ConsentOptions consent = new ConsentOptions();

  @Option(names = "--take-over", description = "Also if another operator is at it, who is stopped.")
  private boolean takeOver;

  @Mixin private final ConnectionOptions connection;

  RestoreCommand(Terminal terminal, Home home, Interruption interruption, Clock clock) {
    this.disposing = new Disposing(terminal, interruption, clock, "restore", "restored");
    this.clock = clock;
    this.connection = new ConnectionOptions(home);
  }

  @Override
  public Integer call() throws Exception {
    Selection selection = filters.discarded(clock.instant());
    var _ = author.why();
    return connection.writing(
        cluster ->
            disposing.run(
                cluster,
                selection,
                Disposing.terms(author, cluster, takeOver),
                consent,
                (custody, snapshot, terms, stop, listener) ->
                    custody.restore(snapshot, selection, terms, stop, listener)));
  }
}
