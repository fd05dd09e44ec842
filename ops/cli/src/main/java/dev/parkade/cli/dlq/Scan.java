package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.Cluster;
import dev.parkade.cli.terminal.Ending;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Interruption;
import dev.parkade.cli.terminal.ProgressBar;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.ledger.Fates;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.reading.Snapshot;
import dev.parkade.deadletters.route.Routes;
import dev.parkade.deadletters.selection.SelectedLetters;
import dev.parkade.deadletters.selection.Selection;
import java.util.Collection;
import java.util.Locale;

/// One pass over the dead letters that a selection takes of what stands there now, with its
/// progress, until it is through or interrupted. Keeps none of them.
final class Scan implements AutoCloseable {
  private final Cluster cluster;
  private final Selection selection;
  private final DeadLetterLog log;
  private final Snapshot snapshot;
  private final ProgressBar progress;

  /// @throws Ending if none of the topics is there
  Scan(Cluster cluster, Selection selection, Terminal terminal, Interruption interruption) {
    this.cluster = cluster;
    this.selection = selection;
    this.log = new DeadLetterLog(cluster.kafka());
    this.snapshot = log.snapshot(topics(selection));
    interruption.listen(terminal);
    this.progress = new ProgressBar(terminal, "reading");
    progress.total(selection.within(snapshot).size());
    log.watch(passed -> goOn(passed, interruption));
  }

  /// The dead-letter topics that a selection is about.
  static Collection<String> topics(Selection selection) {
    return selection.topics().isEmpty() ? Routes.TOPICS : selection.topics();
  }

  /// How many there were.
  ///
  /// @throws Ending with exit code 130 if it was interrupted
  long each(Fates fates, SelectedLetters.Visitor visitor) {
    if (snapshot.ranges().isEmpty()) {
      close();
      throw Ending.failed(
          "%s has no dead-letter topics: none of %s is there"
              .formatted(cluster.kafka().servers(), String.join(", ", topics(selection))),
          "start the services, which create them; or choose other brokers (--profile,"
              + " --bootstrap-servers)");
    }
    return SelectedLetters.read(log, snapshot, selection, fates, visitor);
  }

  /// What stood there when it began.
  Snapshot snapshot() {
    return snapshot;
  }

  @Override
  public void close() {
    progress.close();
    log.close();
  }

  private void goOn(long passed, Interruption interruption) {
    progress.done(passed);
    if (interruption.isRequested()) {
      throw new Ending(
          ExitCode.INTERRUPTED,
          String.format(Locale.ROOT, "interrupted after reading %,d dead letters", passed),
          "nothing was changed; run it again, narrower if it takes too long");
    }
  }
}
