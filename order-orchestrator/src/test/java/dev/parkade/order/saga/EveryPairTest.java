package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.CANCELLED;
import static dev.parkade.order.saga.SagaState.CONFIRMED;
import static dev.parkade.order.saga.SagaState.NEEDS_ATTENTION;
import static dev.parkade.order.saga.SagaState.REFUNDING;
import static dev.parkade.order.saga.SagaState.RELEASING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.order.saga.Transition.Moved;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The table over the product of every saga that can be reached and everything that can happen.
class EveryPairTest {

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
          SagaStory.cancellation());

  record Pair(Saga saga, SagaInput input) {

    Transition transition() {
      return Transitions.next(saga, input);
    }
  }

  private static final List<Pair> PAIRS =
      reachable().stream()
          .flatMap(saga -> INPUTS.stream().map(input -> new Pair(saga, input)))
          .toList();

  /// Everything that can be reached, found by trying everything from the beginning.
  private static Set<Saga> reachable() {
    Set<Saga> found = new LinkedHashSet<>();
    Deque<Saga> open = new ArrayDeque<>();
    open.add(SagaStory.placed().saga());
    while (!open.isEmpty()) {
      Saga saga = open.remove();
      if (found.add(saga)) {
        INPUTS.forEach(
            input -> {
              if (Transitions.next(saga, input) instanceof Moved moved) {
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
        forAll("an end is left only in defined ways", EveryPairTest::endsStay),
        forAll("compensation goes in reverse order", EveryPairTest::undoesInReverseOrder));
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
    Transition transition = pair.transition();

    if (transition instanceof Moved(var after, var commands, var events, _, var detail)) {
      SagaState before = pair.saga().state();
      assertThat(detail).isNotBlank();
      assertThat(commands).doesNotHaveDuplicates();
      commands.forEach(step -> assertThat(Command.of(step, after)).isNotNull());
      if (after.state() != before) {
        assertThat(commands).containsExactlyElementsOf(after.state().awaited().stream().toList());
        assertThat(events).hasSize(after.state().awaited().isEmpty() ? 1 : 0);
      }
      assertThat(after.stuck().isEmpty()).isEqualTo(!mayBeStuck(after));
      if (EnumSet.of(CANCELLED, REFUNDING, RELEASING).contains(after.state())) {
        assertThat(after.reason()).isNotNull();
      }
    }
  }

  private static boolean mayBeStuck(Saga saga) {
    boolean refundGivenUp =
        EnumSet.of(RELEASING, REFUNDING).contains(saga.state()) && !saga.stuck().isEmpty();
    return saga.state() == NEEDS_ATTENTION || refundGivenUp;
  }

  private static void endsStay(Pair pair) {
    SagaState before = pair.saga().state();

    if (pair.transition() instanceof Moved moved) {
      SagaState after = moved.after().state();
      switch (before) {
        case CONFIRMED -> throw new AssertionError("a confirmed order moved to " + after);
        case CANCELLED -> {
          assertThat(after).isEqualTo(CANCELLED);
          assertThat(moved.note()).isEqualTo(Note.LATE_SUCCESS);
        }
        case NEEDS_ATTENTION -> assertThat(after).isIn(NEEDS_ATTENTION, CONFIRMED, CANCELLED);
        case RESERVING, CHARGING, COMMITTING, REFUNDING, RELEASING ->
            assertThat(after.status()).isNotNull();
      }
    }
  }

  private static void undoesInReverseOrder(Pair pair) {
    SagaState before = pair.saga().state();

    if (pair.transition() instanceof Moved moved) {
      SagaState after = moved.after().state();
      if (before == REFUNDING) {
        assertThat(after).isIn(REFUNDING, RELEASING);
      }
      if (before == RELEASING) {
        assertThat(after).isIn(RELEASING, CANCELLED, NEEDS_ATTENTION, REFUNDING);
        assertThat(after != REFUNDING || moved.note() == Note.LATE_SUCCESS).isTrue();
      }
      if (pair.saga().reason() != null) {
        assertThat(moved.commands()).allMatch(step -> step.kind() == Step.Kind.COMPENSATION);
      }
    }
  }
}
