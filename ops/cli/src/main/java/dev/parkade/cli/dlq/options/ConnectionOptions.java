package dev.parkade.cli.dlq.options;

import dev.parkade.cli.system.SystemChoice;
import dev.parkade.cli.terminal.Ending;
import dev.parkade.cli.terminal.Home;
import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.local.Endpoints;
import dev.parkade.local.Part;
import dev.parkade.local.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which brokers a command is about, and whether it may change anything there.
public final class ConnectionOptions {
  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "A profile of the --config file. Default: the one it names, else local.")
  private @Nullable String profile;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The file of profiles. Default: $$PARKADE_CONFIG, else"
              + " ~/.config/parkade/profiles.properties.")
  private @Nullable Path config;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT,...",
      description = "The brokers. Default: those of the profile, else the local system.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--client-properties",
      paramLabel = "FILE",
      description = "Settings for every Kafka client, such as SASL and TLS, as Kafka's tools take.")
  private @Nullable Path clientProperties;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      description = "The local system whose ports are shifted by this.")
  private @Nullable Integer portOffset;

  @Option(names = "--read-only", description = "Refuses everything that writes (exit code 5).")
  private boolean readOnly;

  @Mixin private final SystemChoice local;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  /// Chooses among the local systems of this checkout, unless told otherwise.
  public ConnectionOptions(Home home) {
    this.local = new SystemChoice(home);
  }

  /// What a command does with the brokers.
  @FunctionalInterface
  public interface Work {
    /// @return the exit code
    int with(Cluster cluster) throws Exception;
  }

  /// Does something that changes nothing.
  ///
  /// @throws Ending with exit code 7 if no broker answers
  public int reading(Work work) throws Exception {
    return run(profile(), work);
  }

  /// Does something that writes.
  ///
  /// @throws Ending with exit code 5 if that is not allowed here, 7 if no broker answers
  public int writing(Work work) throws Exception {
    var chosen = profile();
    if (readOnly || chosen.readOnly()) {
      throw Ending.refused(
          readOnly
              ? "--read-only: " + command.qualifiedName() + " would write"
              : "the profile %s is read-only: %s would write"
                  .formatted(chosen.name(), command.qualifiedName()),
          readOnly
              ? "leave --read-only out"
              : "use another --profile, or set its read-only = false");
    }
    return run(chosen, work);
  }

  private int run(Profile chosen, Work work) throws Exception {
    String servers = servers(chosen);
    Reachability.check(servers);
    var kafka = new KafkaAccess(ClientProperties.read(servers, clientProperties(chosen)));
    try {
      int exitCode = work.with(new Cluster(kafka, chosen, ordersUrl(chosen)));
      StartUpArchive.complete(kafka);
      return exitCode;
    } catch (Exception thrown) {
      throw Troubles.explained(thrown, servers);
    }
  }

  /// The profile that applies.
  ///
  /// @throws Ending if there is none of the name, or the file is not understood
  public Profile profile() {
    return profiles().named(profile);
  }

  private Profiles profiles() {
    var named = Optional.ofNullable(config).or(ConnectionOptions::configOfEnvironment);
    Path file = named.orElseGet(ConnectionOptions::usualConfig);
    return named.isEmpty() && !Files.exists(file)
        ? Profiles.none(file.toString())
        : Profiles.read(file);
  }

  private static Optional<Path> configOfEnvironment() {
    return Optional.ofNullable(System.getenv("PARKADE_CONFIG"))
        .filter(it -> !it.isBlank())
        .map(Path::of);
  }

  private static Path usualConfig() {
    Map<String, String> environment = System.getenv();
    String home = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path directory =
        home.isBlank() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(home);
    return directory.resolve("parkade").resolve("profiles.properties");
  }

  private String ordersUrl(Profile chosen) {
    if (chosen.ordersUrl() != null) {
      return chosen.ordersUrl();
    }
    boolean elsewhere = bootstrapServers != null || chosen.bootstrapServers() != null;
    return elsewhere ? "" : localSystem().api(Part.ORDERS).toString();
  }

  private Endpoints localSystem() {
    return portOffset == null ? local.system().endpoints() : new Endpoints(ports(portOffset));
  }

  private String servers(Profile chosen) {
    if (bootstrapServers != null && portOffset != null) {
      throw new ParameterException(
          command.commandLine(), "--bootstrap-servers and --port-offset exclude each other");
    }
    if (bootstrapServers != null) {
      return bootstrapServers;
    }
    if (portOffset == null && chosen.bootstrapServers() != null) {
      return chosen.bootstrapServers();
    }
    return localSystem().bootstrapServers();
  }

  private Ports ports(int offset) {
    try {
      return new Ports(offset);
    } catch (IllegalArgumentException impossible) {
      throw new ParameterException(command.commandLine(), impossible.getMessage(), impossible);
    }
  }

  private @Nullable Path clientProperties(Profile chosen) {
    return clientProperties == null ? chosen.clientProperties() : clientProperties;
  }
}
