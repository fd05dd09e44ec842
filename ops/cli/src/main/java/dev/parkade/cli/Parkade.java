package dev.parkade.cli;

import dev.parkade.cli.bench.BenchCommand;
import dev.parkade.cli.demo.DemoCommand;
import dev.parkade.cli.doctor.DoctorCommand;
import dev.parkade.cli.projections.ProjectionsCommand;
import dev.parkade.cli.system.DownCommand;
import dev.parkade.cli.system.StatusCommand;
import dev.parkade.cli.system.UpCommand;
import dev.parkade.cli.terminal.Failures;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Terminal;
import java.util.Objects;
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
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      StatusCommand.class,
      DownCommand.class,
      DoctorCommand.class,
      ProjectionsCommand.class,
      BenchCommand.class,
      CompletionCommand.class
    },
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
      "  parkade bench race              payments race their customers, here and elsewhere",
      "  parkade bench orders            whole orders: how long, what they cost, with kills",
      "  source <(parkade completion)    completion for bash and zsh"
    })
public final class Parkade implements Callable<Integer> {
  /// Runs one command and ends the JVM with its exit code.
  public static void main(String[] arguments) {
    System.exit(commandLine(Terminal.ofThisProcess(), Home.ofThisProcess()).execute(arguments));
  }

  /// The command line, talking through this terminal.
  static CommandLine commandLine(Terminal terminal, Home home) {
    var factory = new CommandFactory(terminal, home);
    var commands = new CommandLine(new Parkade(), factory);
    // what follows `bench` is for another program
    Objects.requireNonNull(commands.getSubcommands().get("bench"))
        .setUnmatchedOptionsArePositionalParams(true);
    return commands
        .setOut(terminal.dataWriter())
        .setErr(terminal.talkWriter())
        .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures(terminal));
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private Parkade() {}

  /// Refuses: a subcommand is missing.
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing command.");
  }
}
