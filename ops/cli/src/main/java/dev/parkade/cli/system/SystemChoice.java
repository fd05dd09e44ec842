package dev.parkade.cli.system;

import dev.parkade.cli.terminal.Home;
import dev.parkade.local.LocalSystem;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that says which local system a command is about.
public final class SystemChoice {
  private final Home home;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where the system keeps data, state and logs. Default: .parkade in the checkout.")
  private @Nullable Path dataDirectory;

  /// Chooses among the systems of this checkout.
  public SystemChoice(Home home) {
    this.home = home;
  }

  /// The directory of the chosen system.
  public Path dataDirectory() {
    var chosen = dataDirectory == null ? home.defaultDataDirectory() : dataDirectory;
    return chosen.toAbsolutePath().normalize();
  }

  /// The chosen system.
  public LocalSystem system() {
    return new LocalSystem(home.repository(), dataDirectory());
  }
}
