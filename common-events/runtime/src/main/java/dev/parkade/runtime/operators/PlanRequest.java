package dev.parkade.runtime.operators;

import dev.parkade.deadletters.plan.PlanOptions;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/// What is to be planned.
///
/// @param who who wants it
/// @param why for those who read the audit log later
/// @param toOrigin to the topics they came from, which other groups may read
/// @param poison also those whose cause does not go away by itself
/// @param notReady also those whose customer still is unknown
/// @param maxReplays refuses those that were replayed so often already; 3 if nothing is said
/// @param again also those that were replayed before, whatever became of them
record PlanRequest(
    @Nullable String who,
    @Nullable String why,
    @Valid @NotNull @Nullable DeadLetterFilter filter,
    @Nullable Boolean toOrigin,
    @Nullable Boolean poison,
    @Nullable Boolean notReady,
    @Min(1) @Max(1_000) @Nullable Integer maxReplays,
    @Nullable Boolean again) {

  PlanOptions options() {
    return new PlanOptions(
        isSet(toOrigin),
        isSet(poison),
        isSet(notReady),
        maxReplays == null ? PlanOptions.DEFAULT_MAX_REPLAYS : maxReplays);
  }

  boolean wantsThemAgain() {
    return isSet(again);
  }

  /// What is not said is not wanted.
  static boolean isSet(@Nullable Boolean said) {
    return Boolean.TRUE.equals(said);
  }
}
