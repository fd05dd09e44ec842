package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.Cluster;
import dev.parkade.cli.dlq.options.ConnectionOptions;
import dev.parkade.cli.dlq.options.LetterIdConverter;
import dev.parkade.cli.dlq.options.MaskOptions;
import dev.parkade.cli.dlq.options.OutputOptions;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.ledger.LetterEntry;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.outcome.Outcomes;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.selection.CustomerReadiness;
import dev.parkade.deadletters.selection.Readiness;
import dev.parkade.deadletters.selection.SelectedLetters;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.deadletters.showing.LetterText;
import dev.parkade.deadletters.showing.LetterView;
import dev.parkade.deadletters.showing.Masking;
import dev.parkade.deadletters.showing.OrderLinks;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `parkade dlq show`: all that is known about single dead letters.
@Command(
    name = "show",
    description = {
      "Prints dead letters with why they were set aside, where they came from, their headers, their"
          + " payload, where the story of their order is told, and what was done with them.",
      "Personal data is masked unless --unmask. Control characters are shown, not obeyed.",
      "Standard output: the dead letters; on standard error those that are not there."
    },
    footer = {
      "  parkade dlq show payment.dlq-3@17",
      "  parkade dlq show payment.dlq-3@17 --mask customerId",
      "  parkade dlq show payment.dlq-3@17 order.dlq-0@4 -o ndjson | jq .why"
    })
final class ShowCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      converter = LetterIdConverter.class,
      description = "Dead letters, such as payment.dlq-3@17.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private List<DeadLetterId> ids;

  @Mixin private final MaskOptions mask = new MaskOptions();
  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final ConnectionOptions connection;

  ShowCommand(Terminal terminal, Home home) {
    this.terminal = terminal;
    this.connection = new ConnectionOptions(home);
  }

  @Override
  public Integer call() throws Exception {
    return connection.reading(this::show);
  }

  private int show(Cluster cluster) {
    Set<String> topics = ids.stream().map(DeadLetterId::topic).collect(Collectors.toSet());
    Selection selection = Selection.builder().topics(topics).ids(ids).anyState().build();
    Set<DeadLetterId> missing = new HashSet<>(ids);
    try (var fates = Outcomes.read(cluster.kafka(), topics);
        var log = new DeadLetterLog(cluster.kafka())) {
      var snapshot = log.snapshot(topics);
      var readiness = CustomerReadiness.read(log, snapshot, selection, fates);
      var shown = new Shown(fates, readiness, mask.masking(), new OrderLinks(cluster.ordersUrl()));
      SelectedLetters.read(
          log,
          snapshot,
          selection,
          fates,
          readiness,
          letter -> {
            missing.remove(letter.id());
            print(shown.of(letter));
          });
    }
    missing.stream()
        .sorted()
        .forEach(
            it ->
                terminal.say(
                    it + " is not there: it never was, or retention has removed it (see dlq ls)"));
    return missing.isEmpty() ? ExitCode.OK : ExitCode.NOTHING_MATCHED;
  }

  private void print(LetterView view) {
    switch (output.format()) {
      case TABLE -> LetterText.of(view).forEach(terminal::print);
      case JSON -> terminal.printJson(view);
      case NDJSON -> terminal.printJsonLine(view);
    }
  }

  /// What a look needs beside the dead letter.
  private record Shown(Outcomes fates, Readiness readiness, Masking masking, OrderLinks links) {
    LetterView of(DeadLetter letter) {
      return LetterView.of(
          letter,
          fates.stateOf(letter.id()),
          readiness.of(letter),
          fates.ledger().entry(letter.id()).map(LetterEntry::actions).orElse(List.of()),
          masking,
          links);
    }
  }
}
