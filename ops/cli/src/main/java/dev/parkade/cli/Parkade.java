package dev.parkade.cli;

import dev.parkade.cli.bench.BenchCommand;
import dev.parkade.cli.demo.DemoCommand;
import dev.parkade.cli.dlq.DlqCommand;
import dev.parkade.cli.doctor.DoctorCommand;
import dev.parkade.cli.projections.ProjectionsCommand;
import dev.parkade.cli.system.DownCommand;
import dev.parkade.cli.system.StatusCommand;
import dev.parkade.cli.system.TopicsCommand;
import dev.parkade.cli.system.UpCommand;
import dev.parkade.cli.terminal.CommandRunner;
import dev.parkade.cli.terminal.Failures;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Interruption;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.cli.terminal.WrongUsage;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `parkade`, the one tool for people.
@Command(
    name = "parkade",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Runs the Parkade order system on this machine and looks after it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed or refused; the message says why",
      "2:wrong usage",
      "3:nothing matched",
      "130:interrupted, nothing left half done"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  parkade demo                    the whole story, on a system of its own",
      "  parkade up                      start everything, on the usual ports",
      "  parkade up --port-offset 100 --data-dir /tmp/second",
      "                                  a second system beside it",
      "  parkade status                  what runs, and where it logs",
      "  parkade down --wipe             stop it and delete its data",
      "  parkade projections verify      does what clients read follow from the history?",
      "  parkade dlq ls                  what was set aside, by reason; see parkade dlq --help",
      "  parkade bench race              payments race their customers, here and elsewhere",
      "  parkade bench orders            whole orders: how long, what they cost, with kills",
      "  parkade bench dlq               the tool for dead letters, also when it is killed",
      "  source <(parkade completion)    completion for bash and zsh"
    })
public final class Parkade implements Callable<Integer> {
  private static final Map<String, Class<?>> COMMANDS = commands();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private Parkade() {}

  /// Runs one command and ends the JVM with its exit code.
  public static void main(String[] arguments) {
    var interruption = new Interruption();
    var home = Home.ofThisProcess();
    int exitCode =
        commandLine(Terminal.ofThisProcess(), home, interruption, List.of(arguments))
            .execute(arguments);
    interruption.ended(exitCode);
    System.exit(exitCode);
  }

  /// The whole command line, talking through this terminal, for programs that nobody interrupts.
  static CommandLine commandLine(Terminal terminal, Home home) {
    return commandLine(terminal, home, Interruption.ofNobody(), List.of());
  }

  /// The command line, with as much of the tree of commands as these arguments ask for: building
  /// all of it takes longer than most commands.
  static CommandLine commandLine(
      Terminal terminal, Home home, Interruption interruption, List<String> arguments) {
    CommandRunner commands =
        (elsewhere, typed) ->
            commandLine(elsewhere, home, Interruption.ofNobody(), typed)
                .execute(typed.toArray(String[]::new));
    var factory = new CommandFactory(terminal, home, interruption, Clock.systemUTC(), commands);
    var root = new CommandLine(new Parkade(), factory);
    CommandTree.grow(root, COMMANDS, factory, arguments);
    // what follows `bench` is for another program
    Optional.ofNullable(root.getSubcommands().get("bench"))
        .ifPresent(it -> it.setUnmatchedOptionsArePositionalParams(true));
    return root.setOut(terminal.dataWriter())
        .setErr(terminal.talkWriter())
        .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new WrongUsage(terminal))
        .setExecutionExceptionHandler(new Failures(terminal));
  }

  /// Refuses: a subcommand is missing.
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing command.");
  }

  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("demo", DemoCommand.class);
    commands.put("up", UpCommand.class);
    commands.put("status", StatusCommand.class);
    commands.put("down", DownCommand.class);
    commands.put("doctor", DoctorCommand.class);
    commands.put("topics", TopicsCommand.class);
    commands.put("projections", ProjectionsCommand.class);
    commands.put("dlq", DlqCommand.class);
    commands.put("bench", BenchCommand.class);
    commands.put("completion", CompletionCommand.class);
    return commands;
  }
}
