package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.AuthorOptions;
import dev.parkade.cli.dlq.options.Cluster;
import dev.parkade.cli.dlq.options.ConnectionOptions;
import dev.parkade.cli.dlq.options.ConsentOptions;
import dev.parkade.cli.dlq.options.LetterIdConverter;
import dev.parkade.cli.terminal.Ending;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.custody.Custody;
import dev.parkade.deadletters.custody.EditResult;
import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.selection.SelectedLetters;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.messages.envelope.Ids;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `parkade dlq edit`: a new message in place of a dead letter.
@Command(
    name = "edit",
    description = {
      "Sends a new message in place of an open dead letter: another payload under a new id, with the"
          + " old one as its cause. Where it goes is decided by what it says and by the catalogue.",
      "Opens $$VISUAL or $$EDITOR on the payload, unless --payload is given. Shows what changes on"
          + " standard error and asks.",
      "Standard output: the new message's id, and where it went."
    },
    footer = {
      "  parkade dlq edit payment.dlq-3@17 --why 'amount was in cents'",
      "  parkade dlq edit payment.dlq-3@17 --payload mended.json --why 'OPS-12' --yes",
      "  jq '.amount.currency = \"EUR\"' old.json | parkade dlq edit payment.dlq-3@17 --payload - \\",
      "      --header ce_type=parkade.payment.charge.v1 --why 'OPS-12' --yes"
    })
final class EditCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Clock clock;

  @Parameters(
      paramLabel = "ID",
      converter = LetterIdConverter.class,
      description = "A dead letter, such as payment.dlq-3@17.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private DeadLetterId id;

  @Option(
      names = "--payload",
      paramLabel = "FILE",
      description = "The new payload, JSON; - is standard input.")
  private @Nullable Path payload;

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "A header of the new message, such as a ce_type that was missing.")
  private Map<String, String> headers = new LinkedHashMap<>();

  @Option(names = "--take-over", description = "Also if another operator is at it, who is stopped.")
  private boolean takeOver;

  @Mixin private final AuthorOptions author = new AuthorOptions();
  @Mixin private final ConsentOptions consent = new ConsentOptions();
  @Mixin private final ConnectionOptions connection;

  EditCommand(Terminal terminal, Home home, Clock clock) {
    this.terminal = terminal;
    this.clock = clock;
    this.connection = new ConnectionOptions(home);
  }

  @Override
  public Integer call() throws Exception {
    var _ = author.why();
    return connection.writing(this::edit);
  }

  private int edit(Cluster cluster) throws IOException, InterruptedException {
    byte[] old = old(cluster);
    var editing = new PayloadEditing(terminal, PayloadEditing.editorOf(System.getenv()));
    byte[] mended = payload == null ? editing.inEditor(id, old) : editing.read(payload);
    List<String> changes = PayloadEditing.changes(old, mended);
    headers.forEach((name, value) -> changes.add("+header " + name + "=" + value));
    if (changes.isEmpty()) {
      terminal.say("nothing was changed: nothing was sent (parkade dlq replay sends it as it is)");
      return ExitCode.NOTHING_MATCHED;
    }
    changes.forEach(it -> terminal.say(dev.parkade.deadletters.showing.Printable.line(it)));
    consent.ask(terminal, "send this in place of " + id + "?");
    var terms = Disposing.terms(author, cluster, takeOver);
    return switch (new Custody(cluster.kafka(), clock, Ids.timeOrdered())
        .edit(id, mended, headers, terms)) {
      case EditResult.Refused refused ->
          throw Ending.refused(refused.why(), "nothing was sent; mend it and edit again");
      case EditResult.Sent sent -> {
        terminal.print(
            "%s sent to %s-%d".formatted(sent.message().text(), sent.topic(), sent.partition()));
        terminal.say(
            "run %s; parkade dlq status %s says what becomes of it"
                .formatted(sent.run(), sent.run()));
        yield ExitCode.OK;
      }
    };
  }

  private byte[] old(Cluster cluster) {
    var selection = Selection.builder().topic(id.topic()).id(id).anyState().build();
    List<DeadLetter> found = new ArrayList<>(1);
    try (var ledger = Ledger.read(cluster.kafka(), List.of(id.topic()));
        var log = new DeadLetterLog(cluster.kafka())) {
      SelectedLetters.read(log, log.snapshot(List.of(id.topic())), selection, ledger, found::add);
    }
    if (found.isEmpty()) {
      throw new Ending(
          ExitCode.NOTHING_MATCHED,
          id + " is not there: it never was, or retention has removed it",
          "parkade dlq ls lists what is there");
    }
    byte[] value = found.getFirst().value();
    return value == null ? new byte[0] : value;
  }
}
