package dev.parkade.runtime.operators;

import dev.parkade.deadletters.plan.PlanDocument;
import dev.parkade.deadletters.replay.ReplaySettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be replayed, and how: a plan, or a filter with the number that it comes to.
///
/// @param who who does it
/// @param why for those who read the audit log later
/// @param plan as it was answered, or as the command line wrote it; without a filter
/// @param filter what a plan is made of on the spot; without a plan
/// @param confirm how many the filter's plan replays, as the one who asks has seen it
/// @param toOrigin with a filter, see the planning of it; so are the next four
/// @param readers the groups that see what goes to its origin, as the one who asks has seen them
/// @param rate at most so many a second; as fast as it goes if nothing is said
/// @param maxLag waits while the service is so many records behind, 0 never; 10000 if nothing is
///     said
/// @param canarySeconds how long the first one may take to its end, 0 for no canary; 30 if nothing
///     is said
/// @param waitSeconds how long to wait at the end while no outcome comes; 30 if nothing is said
/// @param takeOver also if another operator is at it, who is stopped
record ReplayRequest(
    @Nullable String who,
    @Nullable String why,
    @Nullable PlanDocument plan,
    @Valid @Nullable DeadLetterFilter filter,
    @Min(0) @Nullable Long confirm,
    @Nullable Boolean toOrigin,
    @Nullable Boolean poison,
    @Nullable Boolean notReady,
    @Min(1) @Max(1_000) @Nullable Integer maxReplays,
    @Nullable Boolean again,
    @Size(max = 1_000) @Nullable List<@NotNull @Size(max = 300) String> readers,
    @Min(1) @Max(1_000_000) @Nullable Integer rate,
    @Min(0) @Nullable Long maxLag,
    @Min(0) @Max(600) @Nullable Integer canarySeconds,
    @Min(0) @Max(600) @Nullable Integer waitSeconds,
    @Nullable Boolean takeOver) {

  /// The same as the request for a plan.
  PlanRequest planning() {
    return new PlanRequest(who, why, filter, toOrigin, poison, notReady, maxReplays, again);
  }

  /// Whether something is said that a plan says already.
  boolean choosesBesideThePlan() {
    return filter != null
        || confirm != null
        || toOrigin != null
        || poison != null
        || notReady != null
        || maxReplays != null
        || again != null;
  }

  ReplaySettings settings() {
    ReplaySettings usual = ReplaySettings.defaults();
    return new ReplaySettings(
        rate == null ? usual.rate() : rate,
        maxLag == null ? usual.maxLag() : maxLag,
        usual.lagPatience(),
        seconds(canarySeconds, usual.canaryTimeout()),
        seconds(waitSeconds, usual.outcomeTimeout()),
        PlanRequest.isSet(takeOver),
        null);
  }

  private static Duration seconds(@Nullable Integer asked, Duration usual) {
    return asked == null ? usual : Duration.ofSeconds(asked);
  }
}
