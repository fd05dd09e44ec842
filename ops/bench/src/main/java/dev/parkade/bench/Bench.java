package dev.parkade.bench;

import dev.parkade.bench.dlq.DlqCommand;
import dev.parkade.bench.orders.OrdersCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `parkade bench`, in a JVM of its own with everything that is measured on its class path.
@Command(
    name = "parkade bench",
    mixinStandardHelpOptions = true,
    description = "Measures Parkade against what people use today, on this machine.",
    subcommands = {RaceCommand.class, OrdersCommand.class, DlqCommand.class})
public final class Bench implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private Bench() {}

  /// Runs one benchmark and ends the JVM: 0 done, 1 failed, 2 wrong usage.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench());
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing benchmark: race, orders, dlq.");
  }
}
