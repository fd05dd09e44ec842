package dev.parkade.deadletters.plan;

import dev.parkade.deadletters.letter.DeadLetterId;
import java.util.List;

/// Dead letters that a plan would take had they been there when it was made.
///
/// @param samples a few of them, oldest first
public record Newer(long letters, List<DeadLetterId> samples) {}
