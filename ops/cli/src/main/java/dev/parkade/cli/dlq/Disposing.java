package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.AuthorOptions;
import dev.parkade.cli.dlq.options.Cluster;
import dev.parkade.cli.dlq.options.ConsentOptions;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Interruption;
import dev.parkade.cli.terminal.ProgressBar;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.custody.Custody;
import dev.parkade.deadletters.custody.CustodyListener;
import dev.parkade.deadletters.custody.DisposalResult;
import dev.parkade.deadletters.custody.Terms;
import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.reading.Snapshot;
import dev.parkade.deadletters.replay.StopSignal;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.deadletters.showing.Printable;
import dev.parkade.messages.envelope.Ids;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/// Counts what a selection takes, asks, and then discards or restores exactly what stood there when
/// it counted.
record Disposing(
    Terminal terminal, Interruption interruption, Clock clock, String word, String past) {

  /// Discards, or restores.
  @FunctionalInterface
  interface Deed {
    DisposalResult on(
        Custody custody, Snapshot snapshot, Terms terms, StopSignal stop, CustodyListener listener);
  }

  /// @return the exit code
  int run(Cluster cluster, Selection selection, Terms terms, ConsentOptions consent, Deed deed) {
    Map<String, Long> counts = new TreeMap<>();
    Snapshot snapshot;
    long count;
    try (var ledger = Ledger.read(cluster.kafka(), Scan.topics(selection));
        var scan = new Scan(cluster, selection, terminal, interruption)) {
      snapshot = scan.snapshot();
      count =
          scan.each(
              ledger, it -> counts.merge(it.record().topic() + " " + it.reason(), 1L, Long::sum));
    }
    if (count == 0) {
      terminal.say("nothing matched: " + Printable.line(selection.describe()));
      return ExitCode.NOTHING_MATCHED;
    }
    counts.forEach((what, many) -> terminal.say("%,9d  %s".formatted(many, Printable.line(what))));
    consent.ask(terminal, "%s %,d dead letters?".formatted(word, count));
    return report(carryOut(cluster, snapshot, count, terms, deed));
  }

  private DisposalResult carryOut(
      Cluster cluster, Snapshot snapshot, long count, Terms terms, Deed deed) {
    var stop = new StopSignal();
    interruption.onRequest(stop::stop);
    try (var progress = new ProgressBar(terminal, word)) {
      progress.total(count);
      return deed.on(
          new Custody(cluster.kafka(), clock, Ids.timeOrdered()),
          snapshot,
          terms,
          stop,
          progress::done);
    }
  }

  private int report(DisposalResult result) {
    terminal.print("%s %,d".formatted(past, result.done()));
    result
        .skipped()
        .forEach(
            (state, many) ->
                terminal.say("left alone, somebody was faster: %,d are %s".formatted(many, state)));
    if (result.stopped()) {
      terminal.say("stopped before the end; the same command goes on");
      return ExitCode.INTERRUPTED;
    }
    return result.done() == 0 ? ExitCode.NOTHING_MATCHED : ExitCode.OK;
  }

  /// By whom and why.
  static Terms terms(AuthorOptions author, Cluster cluster, boolean takeOver) {
    return new Terms(author.operator(cluster.profile()), author.why(), takeOver);
  }
}
