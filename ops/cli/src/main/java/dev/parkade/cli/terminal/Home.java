package dev.parkade.cli.terminal;

import java.nio.file.Path;

/// The checkout that the launcher belongs to.
///
/// @param repository its root
public record Home(Path repository) {
  /// What the launcher says in the system property `parkade.home`, else the working directory.
  public static Home ofThisProcess() {
    return new Home(Path.of(System.getProperty("parkade.home", "")).toAbsolutePath().normalize());
  }

  /// Where a system lives unless the person chooses another place.
  public Path defaultDataDirectory() {
    return repository.resolve(".parkade");
  }
}
