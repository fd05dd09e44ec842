package dev.parkade.cli.dlq.options;

import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.ledger.Reason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Who does something, and why: both stay in the ledger.
public final class AuthorOptions {
  @Option(
      names = "--who",
      paramLabel = "NAME",
      description = "Who does it. Default: the profile's, else the user of this machine.")
  private @Nullable String who;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      description = "Why, for those who read the audit log later. Required for what writes.")
  private @Nullable String why;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  /// The name that goes into the ledger.
  public Operator operator(Profile profile) {
    String name =
        Optional.ofNullable(who)
            .or(() -> Optional.ofNullable(profile.who()))
            .orElseGet(() -> System.getProperty("user.name", "unknown"));
    return checked("--who", () -> new Operator(name, host()));
  }

  /// The reason that goes into the ledger.
  ///
  /// @throws ParameterException if there is none
  public Reason why() {
    if (why == null) {
      throw new ParameterException(
          command.commandLine(),
          "Missing required option: '--why=TEXT': the audit log keeps why this was done");
    }
    String text = why;
    return checked("--why", () -> new Reason(text));
  }

  private <T> T checked(String option, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(
          command.commandLine(), option + ": " + wrong.getMessage(), wrong);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "unknown";
    }
  }
}
