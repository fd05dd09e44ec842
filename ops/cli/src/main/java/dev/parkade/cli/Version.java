package dev.parkade.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The version in the jar's manifest.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var version = Optional.ofNullable(Parkade.class.getPackage().getImplementationVersion());
    return new String[] {
      "parkade " + version.orElse("(not packaged)"), "Java " + Runtime.version()
    };
  }
}
