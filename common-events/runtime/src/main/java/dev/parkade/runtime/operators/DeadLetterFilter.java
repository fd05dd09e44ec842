package dev.parkade.runtime.operators;

import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.selection.Offsets;
import dev.parkade.deadletters.selection.Period;
import dev.parkade.deadletters.selection.Replays;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.deadletters.selection.SelectionBuilder;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which dead letters of this service are meant: those that every filter takes. Several values of
/// one filter are alternatives, but of headers and payloads all must be there.
///
/// @param states open ones if nothing is said
/// @param ids as in `payment.dlq-3@17`
/// @param keys record keys as text, or their bytes as in `hex:00ff`
/// @param types as `ce_type` says
/// @param exceptions classes at the root, with or without their package
/// @param headers `NAME`, or `NAME=VALUE`
/// @param payloads JSON paths, such as `$.amount.amount > 1000`
/// @param from when they were set aside
/// @param before when they were set aside
/// @param partition of the dead-letter topic
/// @param fromOffset of that partition
/// @param beforeOffset of that partition
/// @param leastReplays how often they were replayed, this number included
/// @param mostReplays how often they were replayed, this number included
/// @param ready only those whose cause is gone
record DeadLetterFilter(
    @Size(max = MOST) @Nullable List<@NotNull LetterState> states,
    @Size(max = MOST) @Nullable List<@NotNull @Size(max = LONGEST) String> reasons,
    @Size(max = MOST) @Nullable List<@NotNull @Size(max = LONGEST) String> ids,
    @Size(max = MOST) @Nullable List<@NotNull @Size(max = LONGEST) String> keys,
    @Size(max = MOST) @Nullable List<@NotNull @Size(max = LONGEST) String> orderIds,
    @Size(max = MOST) @Nullable List<@NotNull @Size(max = LONGEST) String> customerIds,
    @Size(max = MOST) @Nullable List<@NotNull @Size(max = LONGEST) String> types,
    @Size(max = MOST) @Nullable List<@NotNull @Size(max = LONGEST) String> exceptions,
    @Size(max = MOST) @Nullable List<@NotNull @Size(max = LONGEST) String> headers,
    @Size(max = MOST) @Nullable List<@NotNull @Size(max = LONGEST) String> payloads,
    @Nullable Instant from,
    @Nullable Instant before,
    @Nullable Integer partition,
    @Nullable Long fromOffset,
    @Nullable Long beforeOffset,
    @Nullable Integer leastReplays,
    @Nullable Integer mostReplays,
    @Nullable Boolean ready) {

  /// How many values a filter may have.
  static final int MOST = 1_000;

  private static final int LONGEST = 500;

  /// What it means on a dead-letter topic.
  ///
  /// @throws IllegalArgumentException if a filter makes no sense; the message says why
  Selection selection(String topic) {
    SelectionBuilder selection = Selection.builder().topic(topic);
    each(states, selection::state);
    each(reasons, selection::reason);
    each(ids, id -> selection.id(own(id, topic)));
    each(keys, selection::key);
    each(orderIds, selection::order);
    each(customerIds, selection::customer);
    each(types, selection::type);
    each(exceptions, selection::exception);
    each(headers, selection::header);
    each(payloads, selection::payload);
    if (from != null || before != null) {
      selection.at(new Period(from, before));
    }
    if (leastReplays != null || mostReplays != null) {
      selection.replays(
          new Replays(
              leastReplays == null ? 0 : leastReplays,
              mostReplays == null ? Integer.MAX_VALUE : mostReplays));
    }
    if (PlanRequest.isSet(ready)) {
      selection.ready();
    }
    takeOffsets(selection);
    return selection.build();
  }

  /// A dead letter that this service may act upon.
  ///
  /// @throws IllegalArgumentException if it is another service's, or none
  static DeadLetterId own(String text, String topic) {
    return DeadLetterId.parse(text)
        .filter(id -> id.topic().equals(topic))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is no dead letter of this service; they are named like %s-3@17"
                        .formatted(text, topic)));
  }

  private void takeOffsets(SelectionBuilder selection) {
    if (partition == null) {
      if (fromOffset != null || beforeOffset != null) {
        throw new IllegalArgumentException(
            "offsets need their partition: they count per partition");
      }
      return;
    }
    selection.offsets(
        new Offsets(
            partition,
            fromOffset == null ? 0 : fromOffset,
            beforeOffset == null ? Long.MAX_VALUE : beforeOffset));
  }

  private static <T> void each(@Nullable List<T> values, Consumer<T> filter) {
    if (values != null) {
      values.forEach(filter);
    }
  }
}
