package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.CANCELLED;
import static dev.parkade.order.saga.SagaState.CONFIRMED;
import static dev.parkade.order.saga.SagaState.REFUNDING;
import static dev.parkade.order.saga.SagaState.RELEASING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.order.saga.SagaInput.Outcome;
import dev.parkade.order.saga.Transition.Moved;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The table over the product of every saga that can be reached and everything that can happen, for
/// every version of the definition.
class EveryPairTest {

  private static final Definitions DEFINITIONS = new Definitions(Set.of(Transitions.definition()));

  private static final List<SagaInput> INPUTS =
      List.of(
          SagaStory.stockReserved(),
          // a second message that says the same, as a command that was sent twice brings about
          SagaStory.stockReserved(),
          SagaStory.stockRefused(),
          SagaStory.stockCommitted(),
          SagaStory.holdExpired(),
          SagaStory.stockReleased(),
          SagaStory.paymentCharged(),
          SagaStory.paymentCharged(),
          SagaStory.paymentRefused(),
          SagaStory.paymentRefunded(),
          SagaStory.paymentWaiting(),
          SagaStory.retryDue(),
          SagaStory.attemptsExhausted(),
          SagaStory.sagaOverdue(),
          SagaStory.holdRunsOut(),
          SagaStory.cancellation(),
          SagaStory.operatorRetries(),
          SagaStory.operatorSkips(),
          SagaStory.operatorResolves(Outcome.CONFIRMED),
          SagaStory.operatorResolves(Outcome.CANCELLED));

  record Pair(int version, Saga saga, SagaInput input) {

    Transition transition() {
      return DEFINITIONS.next(version, saga, input);
    }
  }

  private static final List<Pair> PAIRS =
      DEFINITIONS.versions().stream().flatMap(EveryPairTest::pairs).toList();

  private static Stream<Pair> pairs(int version) {
    return reachable(version).stream()
        .flatMap(saga -> INPUTS.stream().map(input -> new Pair(version, saga, input)));
  }

  /// Everything that can be reached, found by trying everything from the beginning.
  private static Set<Saga> reachable(int version) {
    Set<Saga> found = new LinkedHashSet<>();
    Deque<Saga> open = new ArrayDeque<>();
    open.add(SagaStory.placed().saga());
    while (!open.isEmpty()) {
      Saga saga = open.remove();
      if (found.add(saga)) {
        INPUTS.forEach(
            input -> {
              if (DEFINITIONS.next(version, saga, input) instanceof Moved moved) {
                open.add(moved.after());
              }
            });
      }
    }
    return found;
  }

  @TestFactory
  List<DynamicNode> everyPair() {
    return List.of(
        forAll("is defined and consistent", EveryPairTest::isDefinedAndConsistent),
        forAll("the world is told of each new status", EveryPairTest::statusesAreAnnounced),
        forAll("a client sees nothing go backwards", EveryPairTest::statusNeverGoesBack),
        forAll("an end is left only to undo", EveryPairTest::endsStay),
        forAll("compensation goes in reverse order", EveryPairTest::undoesInReverseOrder),
        forAll("a request is refused only to who asked", EveryPairTest::onlyRequestsAreRefused));
  }

  /// One test for all pairs: there are thousands, and the failing one is named.
  private static DynamicNode forAll(String name, Consumer<Pair> rule) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          assertThat(PAIRS).hasSizeGreaterThan(1000);
          PAIRS.forEach(
              pair -> {
                try {
                  rule.accept(pair);
                } catch (AssertionError | RuntimeException failure) {
                  throw new AssertionError(pair + ": " + failure.getMessage(), failure);
                }
              });
        });
  }

  private static void isDefinedAndConsistent(Pair pair) {
    if (pair.transition() instanceof Moved(var after, var commands, _, _, var detail)) {
      assertThat(detail).isNotBlank();
      assertThat(commands).doesNotHaveDuplicates();
      commands.forEach(step -> assertThat(Command.of(step, after)).isNotNull());
      if (after.state() != pair.saga().state()) {
        assertThat(commands).containsExactlyElementsOf(after.state().awaited().stream().toList());
      }
      assertThat(after.owed().isEmpty()).isEqualTo(owesNothing(after.state()));
      if (!owesNothing(after.state())) {
        assertThat(after.owed()).containsAll(after.state().awaited().stream().toList());
      }
      if (EnumSet.of(CANCELLED, REFUNDING, RELEASING).contains(after.state())) {
        assertThat(after.reason()).isNotNull();
      }
    } else {
      assertThat(pair.transition()).isNotInstanceOf(Transition.OtherVersion.class);
    }
  }

  private static boolean owesNothing(SagaState state) {
    return switch (state) {
      case RESERVING, CHARGING, CONFIRMED, CANCELLED -> true;
      case COMMITTING, REFUNDING, RELEASING, NEEDS_ATTENTION -> false;
    };
  }

  private static void statusesAreAnnounced(Pair pair) {
    if (pair.transition() instanceof Moved(var after, _, var events, _, _)) {
      assertThat(events).hasSize(after.status() == pair.saga().status() ? 0 : 1);
    }
  }

  private static void statusNeverGoesBack(Pair pair) {
    OrderStatus before = pair.saga().status();

    if (pair.transition() instanceof Moved moved && moved.after().status() != before) {
      OrderStatus after = moved.after().status();
      assertThat(before).isIn(OrderStatus.PENDING, OrderStatus.NEEDS_ATTENTION);
      assertThat(after).isNotEqualTo(OrderStatus.PENDING);
    }
  }

  private static void endsStay(Pair pair) {
    SagaState before = pair.saga().state();

    if (pair.transition() instanceof Moved moved) {
      assertThat(before).isNotEqualTo(CONFIRMED);
      if (before == CANCELLED) {
        assertThat(moved.note()).isEqualTo(Note.LATE_SUCCESS);
        assertThat(moved.after().state()).isIn(REFUNDING, RELEASING);
      }
    }
  }

  private static void onlyRequestsAreRefused(Pair pair) {
    if (pair.transition() instanceof Transition.Refused) {
      assertThat(pair.input())
          .isInstanceOfAny(SagaInput.CancellationRequested.class, SagaInput.OperatorActed.class);
    }
  }

  private static void undoesInReverseOrder(Pair pair) {
    SagaState before = pair.saga().state();

    if (pair.transition() instanceof Moved moved) {
      Saga after = moved.after();
      if (before == REFUNDING && after.state() == RELEASING && owesRefund(after)) {
        // only time goes on without an answer
        assertThat(moved.note()).isEqualTo(Note.TIMEOUT);
      }
      if (before == RELEASING && after.state() == REFUNDING) {
        assertThat(moved.note()).isEqualTo(Note.LATE_SUCCESS);
      }
      if (pair.saga().reason() != null) {
        assertThat(moved.commands()).allMatch(step -> step.kind() == Step.Kind.COMPENSATION);
      }
    }
  }

  private static boolean owesRefund(Saga saga) {
    return saga.owed().contains(Step.REFUND_PAYMENT);
  }
}
