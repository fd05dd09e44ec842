package dev.parkade.cli.dlq.options;

import dev.parkade.deadletters.plan.PlanOptions;
import dev.parkade.deadletters.selection.Selection;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What decides which of the selected dead letters are replayed, and where to.
public final class PlanChoices {
  private static final List<String> NAMES =
      List.of("--to-origin", "--poison", "--not-ready", "--max-replays", "--again");

  @Option(
      names = "--to-origin",
      description =
          "To the topics they came from, which other groups may read; lists them and asks.")
  private boolean toOrigin;

  @Option(
      names = "--poison",
      description = "Also those whose cause does not go away by itself, such as malformed ones.")
  private boolean poison;

  @Option(names = "--not-ready", description = "Also those whose customer still is unknown.")
  private boolean notReady;

  @Option(
      names = "--max-replays",
      paramLabel = "N",
      description = "Refuses those that were replayed so often already. Default: 3.")
  private int maxReplays = PlanOptions.DEFAULT_MAX_REPLAYS;

  @Option(
      names = "--again",
      description = "Also those that were replayed before, whatever became of them.")
  private boolean again;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  /// What the planner is told.
  public PlanOptions options() {
    try {
      return new PlanOptions(toOrigin, poison, notReady, maxReplays);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(
          command.commandLine(), "--max-replays: " + wrong.getMessage(), wrong);
    }
  }

  /// The selection, with those that were replayed before if they are wanted.
  public Selection widened(Selection selection) {
    return again ? selection.orReplayed() : selection;
  }

  /// Whether any of them was given.
  public boolean isAnyGiven() {
    var parsed = command.commandLine().getParseResult();
    return NAMES.stream().anyMatch(parsed::hasMatchedOption);
  }
}
