package dev.parkade.cli.projections;

import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `parkade projections rebuild`: makes what clients read what the history says.
@Command(
    name = "rebuild",
    mixinStandardHelpOptions = true,
    description = {
      "Makes order view, timeline and customers' summaries what the history says, while orders go"
          + " on, and creates what was dropped.",
      "It works in batches, each a transaction: whenever it ends, nothing is half done, and the next"
          + " one finds what is left. Only one runs at a time. Ctrl-C stops it after its batch."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:refused, stopped or failed", "2:wrong usage", "130:interrupted"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  parkade projections rebuild",
      "  parkade projections rebuild --data-dir /tmp/second",
      "  parkade projections rebuild --management-url http://orders:9080 --json"
    })
public final class RebuildCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final OrchestratorChoice choice;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  RebuildCommand(Terminal terminal, Home home) {
    this.terminal = terminal;
    this.choice = new OrchestratorChoice(home);
  }

  @Override
  public Integer call() throws InterruptedException {
    var status = new Following(terminal, choice.orchestrator()).toTheEnd("rebuild");
    var findings = new Findings(terminal, status);
    if (json) {
      terminal.printJson(status);
    } else {
      String mended = findings.projectionsDiffer() ? findings.counts() : "nothing, all was right";
      terminal.print("rebuilt: " + findings.seen());
      terminal.print("mended: " + mended);
    }
    findings.sayWhatStays();
    return ExitCode.OK;
  }
}
