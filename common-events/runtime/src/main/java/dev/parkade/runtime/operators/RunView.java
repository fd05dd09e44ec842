package dev.parkade.runtime.operators;

import dev.parkade.deadletters.ledger.RunEntry;
import dev.parkade.deadletters.ledger.RunKind;
import dev.parkade.deadletters.ledger.RunStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What people or policies did with dead letters in one go, as the ledger keeps it.
///
/// @param filter the selection in words
/// @param total how many it set out to deal with
/// @param done how many it has dealt with
/// @param detail where and why it stopped
/// @param outcomes how many came to which end, as known when it ended
@Schema(name = "DeadLetterRun")
record RunView(
    String id,
    RunKind kind,
    RunStatus status,
    String who,
    String host,
    String why,
    @Nullable String filter,
    Instant started,
    @Nullable Instant ended,
    long total,
    long done,
    @Nullable String detail,
    Map<String, Long> outcomes) {

  static RunView of(RunEntry run) {
    return new RunView(
        run.id(),
        run.kind(),
        run.status(),
        run.who(),
        run.host(),
        run.why(),
        run.filter(),
        run.started(),
        run.ended(),
        run.total(),
        run.done(),
        run.detail(),
        run.outcomes());
  }
}
