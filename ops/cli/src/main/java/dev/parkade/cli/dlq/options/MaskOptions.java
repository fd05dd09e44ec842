package dev.parkade.cli.dlq.options;

import dev.parkade.deadletters.showing.Masking;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// What of dead letters must not be seen.
public final class MaskOptions {
  @Option(
      names = "--mask",
      paramLabel = "NAME",
      split = ",",
      description = "Masks members and headers of this name, too; names and emails always are.")
  private List<String> more = new ArrayList<>();

  @Option(names = "--unmask", description = "Masks nothing, personal data included.")
  private boolean unmask;

  /// What is masked.
  public Masking masking() {
    return unmask ? Masking.none() : Masking.personalData(more);
  }
}
