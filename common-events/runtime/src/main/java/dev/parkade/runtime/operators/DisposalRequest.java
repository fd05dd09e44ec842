package dev.parkade.runtime.operators;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be discarded or restored: these, or what a filter takes with the number that it comes
/// to.
///
/// @param who who does it
/// @param why for those who read the audit log later
/// @param ids as in `payment.dlq-3@17`; without a filter
/// @param filter without ids; what it says of states does not count
/// @param confirm how many the filter takes, as the one who asks has seen it
/// @param takeOver also if another operator is at it, who is stopped
record DisposalRequest(
    @Nullable String who,
    @Nullable String why,
    @Size(min = 1, max = DeadLetterFilter.MOST)
        @Nullable List<@NotNull @Size(max = 300) String> ids,
    @Valid @Nullable DeadLetterFilter filter,
    @Min(0) @Nullable Long confirm,
    @Nullable Boolean takeOver) {}
