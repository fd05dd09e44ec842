package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.CANCELLED;
import static dev.parkade.order.saga.SagaState.COMMITTING;
import static dev.parkade.order.saga.SagaState.CONFIRMED;
import static dev.parkade.order.saga.SagaState.NEEDS_ATTENTION;
import static dev.parkade.order.saga.SagaState.REFUNDING;
import static dev.parkade.order.saga.SagaState.RELEASING;
import static dev.parkade.order.saga.SagaState.RESERVING;
import static dev.parkade.order.saga.SagaStory.attemptsExhausted;
import static dev.parkade.order.saga.SagaStory.cancellation;
import static dev.parkade.order.saga.SagaStory.confirmed;
import static dev.parkade.order.saga.SagaStory.operatorResolves;
import static dev.parkade.order.saga.SagaStory.operatorRetries;
import static dev.parkade.order.saga.SagaStory.operatorSkips;
import static dev.parkade.order.saga.SagaStory.paid;
import static dev.parkade.order.saga.SagaStory.paymentCharged;
import static dev.parkade.order.saga.SagaStory.paymentRefunded;
import static dev.parkade.order.saga.SagaStory.paymentRefused;
import static dev.parkade.order.saga.SagaStory.paymentWaiting;
import static dev.parkade.order.saga.SagaStory.placed;
import static dev.parkade.order.saga.SagaStory.reserved;
import static dev.parkade.order.saga.SagaStory.stockCommitted;
import static dev.parkade.order.saga.SagaStory.stockRefused;
import static dev.parkade.order.saga.SagaStory.stockReleased;
import static dev.parkade.order.saga.Step.CHARGE_PAYMENT;
import static dev.parkade.order.saga.Step.COMMIT_STOCK;
import static dev.parkade.order.saga.Step.REFUND_PAYMENT;
import static dev.parkade.order.saga.Step.RELEASE_STOCK;
import static dev.parkade.order.saga.Step.RESERVE_STOCK;

import dev.parkade.order.saga.SagaInput.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorTransitionsTest {

  @Test
  void aRetryBeginsWithTheFirstStepThatWasGivenUp() {
    nothingAnswered()
        .when(operatorRetries())
        .thenItIs(REFUNDING)
        .thenItIsNoted(Note.OPERATOR)
        .thenItSends(REFUND_PAYMENT)
        .andAClientSees(OrderStatus.NEEDS_ATTENTION)
        .when(paymentRefunded())
        .thenItSends(RELEASE_STOCK)
        .when(stockReleased())
        .thenItIs(CANCELLED)
        .andTheWorldHeard("OrderNeedsAttention", "OrderCancelled");
  }

  @Test
  void aRetryOfTheCommitConfirmsTheOrderAfterAll() {
    paid()
        .when(attemptsExhausted())
        .when(operatorRetries())
        .thenItIs(COMMITTING)
        .thenItSends(COMMIT_STOCK)
        .when(stockCommitted())
        .thenItIs(CONFIRMED)
        .andTheWorldHeard("OrderNeedsAttention", "OrderConfirmed");
  }

  @Test
  void aRetryOfWhatIsAwaitedSendsItAgainAtOnce() {
    placed().when(operatorRetries()).thenItIs(RESERVING).thenItSends(RESERVE_STOCK);
    reserved().when(paymentWaiting()).when(operatorRetries()).thenItSends(CHARGE_PAYMENT);
    reserved().when(cancellation()).when(operatorRetries()).thenItSends(REFUND_PAYMENT);
  }

  @Test
  void skippingGoesOnWithTheOtherSteps() {
    nothingAnswered()
        .when(operatorSkips())
        .thenItIs(RELEASING)
        .thenItSends(RELEASE_STOCK)
        .andOwes(RELEASE_STOCK)
        .when(operatorSkips())
        .thenItIs(CANCELLED)
        .because("CUSTOMER_REQUEST")
        .andTheWorldHeard("OrderNeedsAttention", "OrderCancelled");
  }

  @Test
  void skippingTheCommitConfirmsTheOrder() {
    paid().when(attemptsExhausted()).when(operatorSkips()).thenItIs(CONFIRMED);
  }

  @Test
  void resolvingEndsWhatIsBeingUndoneWithoutAnotherCommand() {
    nothingAnswered()
        .when(operatorResolves(Outcome.CONFIRMED))
        .thenItIsRefused(Refusal.BEING_UNDONE)
        .when(operatorResolves(Outcome.CANCELLED))
        .thenItIs(CANCELLED)
        .thenItSends()
        .andTheWorldHeard("OrderNeedsAttention", "OrderCancelled");
  }

  @Test
  void resolvingAnUnansweredCommitAsCancelledUndoesEverything() {
    paid()
        .when(attemptsExhausted())
        .when(operatorResolves(Outcome.CANCELLED))
        .thenItIs(REFUNDING)
        .andAClientSees(OrderStatus.NEEDS_ATTENTION)
        .when(paymentRefunded())
        .when(stockReleased())
        .thenItIs(CANCELLED)
        .because("OPERATOR_DECISION");
    paid()
        .when(attemptsExhausted())
        .when(operatorResolves(Outcome.CONFIRMED))
        .thenItIs(CONFIRMED)
        .andTheWorldHeard("OrderNeedsAttention", "OrderConfirmed");
  }

  @Test
  void aPersonMayDecideAgainWhileARetryIsOnItsWay() {
    nothingAnswered()
        .when(operatorRetries())
        .when(operatorResolves(Outcome.CANCELLED))
        .thenItIs(CANCELLED);
    paid()
        .when(attemptsExhausted())
        .when(operatorRetries())
        .when(operatorSkips())
        .thenItIs(CONFIRMED);
  }

  @Test
  void aLateUndoThatIsStuckIsResolvedUnseenByTheClient() {
    reserved()
        .when(paymentRefused())
        .when(stockReleased())
        .when(paymentCharged())
        .when(attemptsExhausted())
        .when(operatorResolves(Outcome.CONFIRMED))
        .thenItIsRefused(Refusal.BEING_UNDONE)
        .when(operatorSkips())
        .thenItIs(CANCELLED)
        .andTheWorldHeard("OrderCancelled");
  }

  @Test
  void whatGetsOnByItselfIsLeftAlone() {
    for (SagaStory atWork :
        List.of(placed(), reserved(), paid(), reserved().when(cancellation()))) {
      atWork
          .when(operatorSkips())
          .thenItIsRefused(Refusal.STILL_AT_WORK)
          .when(operatorResolves(Outcome.CANCELLED))
          .thenItIsRefused(Refusal.STILL_AT_WORK);
    }
  }

  @Test
  void whatHasEndedIsLeftAlone() {
    for (SagaStory ended : List.of(confirmed(), placed().when(stockRefused()))) {
      ended
          .when(operatorRetries())
          .thenItIsRefused(Refusal.ENDED)
          .when(operatorSkips())
          .thenItIsRefused(Refusal.ENDED)
          .when(operatorResolves(Outcome.CANCELLED))
          .thenItIsRefused(Refusal.ENDED);
    }
  }

  /// Cancelled, and neither the refund nor the release was ever answered.
  private static SagaStory nothingAnswered() {
    return reserved()
        .when(cancellation())
        .when(attemptsExhausted())
        .when(attemptsExhausted())
        .thenItIs(NEEDS_ATTENTION);
  }
}
