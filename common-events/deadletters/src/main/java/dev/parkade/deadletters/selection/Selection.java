package dev.parkade.deadletters.selection;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parkade.deadletters.ledger.Fates;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.letter.Origin;
import dev.parkade.deadletters.reading.Snapshot;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which dead letters somebody means: those that every filter takes. A filter with several values
/// takes what any of them takes, except headers and payloads, of which all must be there; an empty
/// one takes everything. Immutable, and the same again when it is written as JSON and read back;
/// whoever reads it must refuse unknown members, or a filter that it does not know is lost.
///
/// @param topics dead-letter topics
/// @param states open ones if nothing is said
/// @param reasons names of [dev.parkade.messages.deadletter.DeadLetterReason]
/// @param orders order ids, as `ce_correlationid` says
/// @param customers customer ids, as payload or key say
/// @param types logical message types, as `ce_type` says
/// @param exceptions classes at the root, with or without their package
/// @param at when they were set aside
/// @param originAt when their origins were written
/// @param replays how often the message was replayed, as this dead letter or before it became it
/// @param readiness whether their cause is gone
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Selection(
    Set<String> topics,
    Set<LetterState> states,
    Set<String> reasons,
    Set<DeadLetterId> ids,
    Set<RawKey> keys,
    Set<String> orders,
    Set<String> customers,
    Set<String> types,
    Set<String> exceptions,
    @Nullable Period at,
    @Nullable Period originAt,
    Set<Offsets> offsets,
    Set<HeaderMatch> headers,
    Set<PayloadMatch> payloads,
    @Nullable Replays replays,
    Set<ReadyState> readiness) {

  private static final Set<LetterState> REPLAYED_BEFORE =
      EnumSet.of(
          LetterState.REPLAYED,
          LetterState.HANDLED,
          LetterState.DUPLICATE,
          LetterState.REFUSED,
          LetterState.FAILED_AGAIN);

  public Selection {
    topics = copy(topics);
    states = states == null || states.isEmpty() ? Set.of(LetterState.OPEN) : copy(states);
    reasons = copy(reasons);
    ids = copy(ids);
    keys = copy(keys);
    orders = copy(orders);
    customers = copy(customers);
    types = copy(types);
    exceptions = copy(exceptions);
    offsets = copy(offsets);
    headers = copy(headers);
    payloads = copy(payloads);
    readiness = copy(readiness);
  }

  /// All open dead letters of these topics.
  public static Selection openOf(Collection<String> topics) {
    return new SelectionBuilder().topics(topics).build();
  }

  public static SelectionBuilder builder() {
    return new SelectionBuilder();
  }

  /// Whether it takes this one. The cheap filters come first, and nothing in a dead letter makes
  /// one of them fail.
  public boolean matches(DeadLetter letter, Fates fates, Readiness ready) {
    return matchesWhereItStands(letter)
        && (reasons.isEmpty() || reasons.contains(letter.reason()))
        && matchesMessage(letter)
        && (exceptions.isEmpty() || letter.exception().filter(this::takesException).isPresent())
        && (originAt == null
            || letter.origin().map(Origin::at).filter(originAt::contains).isPresent())
        && states.contains(fates.stateOf(letter.id()))
        && (replays == null
            || replays.contains(Math.max(letter.replays(), fates.replaysOf(letter.id()))))
        && (customers.isEmpty() || takes(customers, letter.customerId()))
        && payloads.stream().allMatch(payload -> payload.matches(letter.value()))
        && (readiness.isEmpty() || readiness.contains(ready.of(letter)));
  }

  private boolean matchesWhereItStands(DeadLetter letter) {
    DeadLetterId id = letter.id();
    return takes(topics, id.topic())
        && takes(ids, id)
        && (offsets.isEmpty()
            || offsets.stream().anyMatch(o -> o.contains(id.partition(), id.offset())))
        && (at == null || at.contains(letter.at()));
  }

  private boolean matchesMessage(DeadLetter letter) {
    return (keys.isEmpty() || keys.stream().anyMatch(key -> key.matches(letter.key())))
        && (orders.isEmpty() || takes(orders, letter.orderId()))
        && (types.isEmpty() || takes(types, letter.type()))
        && headers.stream().allMatch(header -> header.matches(letter.record().headers()));
  }

  /// Whether somebody must find out first which dead letters have lost their cause.
  public boolean asksForReadiness() {
    return !readiness.isEmpty();
  }

  /// The same for dead letters in these states.
  public Selection in(Set<LetterState> others) {
    return new Selection(
        topics,
        others,
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

  /// The same, and also those that were replayed before, whatever became of them.
  public Selection orReplayed() {
    Set<LetterState> wider = EnumSet.copyOf(states);
    wider.addAll(REPLAYED_BEFORE);
    return in(wider);
  }

  /// The same without the question whether causes are gone.
  public Selection whetherReadyOrNot() {
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
        Set.of());
  }

  /// What of a snapshot has to be read for it; the rest holds none of them.
  public Snapshot within(Snapshot snapshot) {
    return Narrowing.of(this, snapshot);
  }

  /// One line for people.
  public String describe() {
    return Description.of(this);
  }

  private boolean takesException(String type) {
    return exceptions.contains(type)
        || exceptions.contains(type.substring(type.lastIndexOf('.') + 1));
  }

  private static <T> boolean takes(Set<T> filter, T value) {
    return filter.isEmpty() || filter.contains(value);
  }

  private static boolean takes(Set<String> filter, Optional<String> value) {
    return value.isPresent() && filter.contains(value.get());
  }

  // JSON leaves out what is empty, so it is null here; sorted, so that equal ones look alike
  private static <T> Set<T> copy(@Nullable Collection<T> values) {
    return values == null
        ? Set.of()
        : values.stream()
            .sorted(Comparator.comparing(Object::toString))
            .collect(
                Collectors.collectingAndThen(
                    Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet));
  }
}
