package dev.parkade.cli.dlq;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `parkade dlq`: what services set aside, and what is done about it.
@Command(
    name = "dlq",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "Looks at dead letters, replays them once, and proves what became of them.",
      "Data goes to standard output and nothing else does; talk, progress and questions go to standard"
          + " error. Needs no database: what was done is a topic, dlq.ledger."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; the message says why, and what to do",
      "2:wrong usage",
      "3:nothing matched",
      "4:done in part: the canary or some records failed again, or have no outcome yet",
      "5:refused, and nothing changed: stale plan, read-only, a guard, or another operator is at it",
      "6:another operator took over; what was in hand was aborted, what was done before stands",
      "7:no broker answers",
      "130:interrupted; what was in hand was finished"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  parkade dlq ls                            what was set aside, by reason and message",
      "  parkade dlq show payment.dlq-3@17         one of them, and why",
      "  parkade dlq plan --ready --why 'customers came' --out plan.json",
      "  parkade dlq replay plan.json              one first, then the others",
      "  parkade dlq status                        what became of each",
      "  parkade dlq discard --id order.dlq-0@4 --why 'test data, OPS-12'",
      "  parkade dlq doctor                        retention left, rights, topics as they must be"
    })
public final class DlqCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  /// Its verbs by name.
  public static Map<String, Class<?>> verbs() {
    Map<String, Class<?>> verbs = new LinkedHashMap<>();
    verbs.put("ls", LsCommand.class);
    verbs.put("show", ShowCommand.class);
    verbs.put("stats", StatsCommand.class);
    verbs.put("plan", PlanCommand.class);
    verbs.put("replay", ReplayCommand.class);
    verbs.put("status", DlqStatusCommand.class);
    verbs.put("audit", AuditCommand.class);
    verbs.put("discard", DiscardCommand.class);
    verbs.put("restore", RestoreCommand.class);
    verbs.put("edit", EditCommand.class);
    verbs.put("export", ExportCommand.class);
    verbs.put("import", ImportCommand.class);
    verbs.put("doctor", DlqDoctorCommand.class);
    return verbs;
  }

  /// Refuses: a subcommand is missing.
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing command.");
  }
}
