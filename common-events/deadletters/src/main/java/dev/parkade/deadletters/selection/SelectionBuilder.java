package dev.parkade.deadletters.selection;

import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetterId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts a [Selection] together, filter by filter. Every method adds to what is there.
public final class SelectionBuilder {

  private final Set<String> topics = new LinkedHashSet<>();
  private final Set<LetterState> states = EnumSet.noneOf(LetterState.class);
  private final Set<String> reasons = new LinkedHashSet<>();
  private final Set<DeadLetterId> ids = new LinkedHashSet<>();
  private final Set<RawKey> keys = new LinkedHashSet<>();
  private final Set<String> orders = new LinkedHashSet<>();
  private final Set<String> customers = new LinkedHashSet<>();
  private final Set<String> types = new LinkedHashSet<>();
  private final Set<String> exceptions = new LinkedHashSet<>();
  private @Nullable Period at;
  private @Nullable Period originAt;
  private final Set<Offsets> offsets = new LinkedHashSet<>();
  private final Set<HeaderMatch> headers = new LinkedHashSet<>();
  private final Set<PayloadMatch> payloads = new LinkedHashSet<>();
  private @Nullable Replays replays;
  private final Set<ReadyState> readiness = EnumSet.noneOf(ReadyState.class);

  SelectionBuilder() {}

  public SelectionBuilder topics(Collection<String> names) {
    topics.addAll(names);
    return this;
  }

  public SelectionBuilder topic(String name) {
    return topics(List.of(name));
  }

  public SelectionBuilder states(Collection<LetterState> values) {
    states.addAll(values);
    return this;
  }

  public SelectionBuilder state(LetterState value) {
    return states(List.of(value));
  }

  /// Whatever became of them.
  public SelectionBuilder anyState() {
    return states(EnumSet.allOf(LetterState.class));
  }

  public SelectionBuilder reasons(Collection<String> names) {
    reasons.addAll(names);
    return this;
  }

  public SelectionBuilder reason(String name) {
    return reasons(List.of(name));
  }

  public SelectionBuilder ids(Collection<DeadLetterId> values) {
    ids.addAll(values);
    return this;
  }

  public SelectionBuilder id(DeadLetterId value) {
    return ids(List.of(value));
  }

  /// @param text as [RawKey] reads it
  public SelectionBuilder key(String text) {
    keys.add(RawKey.of(text));
    return this;
  }

  public SelectionBuilder order(String id) {
    orders.add(id);
    return this;
  }

  public SelectionBuilder customer(String id) {
    customers.add(id);
    return this;
  }

  public SelectionBuilder type(String name) {
    types.add(name);
    return this;
  }

  public SelectionBuilder exception(String type) {
    exceptions.add(type);
    return this;
  }

  public SelectionBuilder at(@Nullable Period period) {
    at = period;
    return this;
  }

  public SelectionBuilder originAt(@Nullable Period period) {
    originAt = period;
    return this;
  }

  public SelectionBuilder offsets(Offsets range) {
    offsets.add(range);
    return this;
  }

  /// @param text as [HeaderMatch] reads it
  public SelectionBuilder header(String text) {
    headers.add(HeaderMatch.of(text));
    return this;
  }

  /// @param path as [PayloadMatch] reads it
  public SelectionBuilder payload(String path) {
    payloads.add(PayloadMatch.of(path));
    return this;
  }

  public SelectionBuilder replays(@Nullable Replays range) {
    replays = range;
    return this;
  }

  public SelectionBuilder readiness(ReadyState state) {
    readiness.add(state);
    return this;
  }

  /// Only those whose cause is gone.
  public SelectionBuilder ready() {
    return readiness(ReadyState.READY);
  }

  public Selection build() {
    return new Selection(
        topics,
        states,
        reasons,
        ids,
        keys,
        orders,
        customers,
        types,
        exceptions,
        at,
        originAt,
        offsets,
        headers,
        payloads,
        replays,
        readiness);
  }
}
