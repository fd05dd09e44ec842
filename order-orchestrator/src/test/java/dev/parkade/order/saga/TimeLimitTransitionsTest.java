package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.CANCELLED;
import static dev.parkade.order.saga.SagaState.CONFIRMED;
import static dev.parkade.order.saga.SagaState.NEEDS_ATTENTION;
import static dev.parkade.order.saga.SagaState.REFUNDING;
import static dev.parkade.order.saga.SagaState.RELEASING;
import static dev.parkade.order.saga.SagaState.RESERVING;
import static dev.parkade.order.saga.SagaStory.attemptsExhausted;
import static dev.parkade.order.saga.SagaStory.cancellation;
import static dev.parkade.order.saga.SagaStory.holdExpired;
import static dev.parkade.order.saga.SagaStory.holdRunsOut;
import static dev.parkade.order.saga.SagaStory.paid;
import static dev.parkade.order.saga.SagaStory.paymentRefunded;
import static dev.parkade.order.saga.SagaStory.paymentWaiting;
import static dev.parkade.order.saga.SagaStory.placed;
import static dev.parkade.order.saga.SagaStory.reserved;
import static dev.parkade.order.saga.SagaStory.retryDue;
import static dev.parkade.order.saga.SagaStory.sagaOverdue;
import static dev.parkade.order.saga.SagaStory.stockCommitted;
import static dev.parkade.order.saga.SagaStory.stockReleased;
import static dev.parkade.order.saga.SagaStory.stockReserved;
import static dev.parkade.order.saga.Step.CHARGE_PAYMENT;
import static dev.parkade.order.saga.Step.REFUND_PAYMENT;
import static dev.parkade.order.saga.Step.RELEASE_STOCK;
import static dev.parkade.order.saga.Step.RESERVE_STOCK;

import org.junit.jupiter.api.Test;

class TimeLimitTransitionsTest {

  @Test
  void anOverdueStepIsSentAgainAndThenGivenUp() {
    placed()
        .when(retryDue())
        .thenItIs(RESERVING)
        .thenItSends(RESERVE_STOCK)
        .when(attemptsExhausted())
        .thenItIs(RELEASING)
        .because("TIMED_OUT");
    reserved()
        .when(retryDue())
        .thenItSends(CHARGE_PAYMENT)
        .when(attemptsExhausted())
        .thenItIs(REFUNDING);
  }

  @Test
  void aRefundThatStaysUnansweredDoesNotStopTheRelease() {
    reserved()
        .when(cancellation())
        .when(attemptsExhausted())
        .thenItIs(RELEASING)
        .thenItSends(RELEASE_STOCK)
        .when(stockReleased())
        .thenItIs(NEEDS_ATTENTION)
        .because("REFUND_PAYMENT_UNANSWERED")
        .andTheWorldHeard("OrderNeedsAttention")
        .when(paymentRefunded())
        .thenItIs(CANCELLED)
        .because("CUSTOMER_REQUEST")
        .andTheWorldHeard("OrderNeedsAttention", "OrderCancelled");
  }

  @Test
  void aRefundThatIsAnsweredDuringTheReleaseNeedsNobody() {
    reserved()
        .when(cancellation())
        .when(attemptsExhausted())
        .when(paymentRefunded())
        .thenItIs(RELEASING)
        .when(stockReleased())
        .thenItIs(CANCELLED);
  }

  @Test
  void everythingUnansweredNeedsAttentionForBoth() {
    reserved()
        .when(cancellation())
        .when(attemptsExhausted())
        .when(attemptsExhausted())
        .thenItIs(NEEDS_ATTENTION)
        .because("REFUND_PAYMENT_UNANSWERED,RELEASE_STOCK_UNANSWERED")
        .when(stockReleased())
        .thenItIs(NEEDS_ATTENTION)
        .because("REFUND_PAYMENT_UNANSWERED")
        .when(paymentRefunded())
        .thenItIs(CANCELLED);
  }

  @Test
  void aCommitThatStaysUnansweredIsNeverUndoneByItself() {
    paid()
        .when(attemptsExhausted())
        .thenItIs(NEEDS_ATTENTION)
        .because("COMMIT_STOCK_UNANSWERED")
        .when(stockReserved())
        .thenItIsIgnored(Ignored.DUPLICATE)
        .when(stockCommitted())
        .thenItIs(CONFIRMED)
        .andTheWorldHeard("OrderNeedsAttention", "OrderConfirmed");
  }

  @Test
  void aHoldThatTurnsOutExpiredUnderAttentionIsUndoneWithoutBeingPendingAgain() {
    paid()
        .when(attemptsExhausted())
        .when(holdExpired())
        .thenItIs(REFUNDING)
        .thenItSends(REFUND_PAYMENT)
        .andAClientSees(OrderStatus.NEEDS_ATTENTION)
        .when(paymentRefunded())
        .thenItSends(RELEASE_STOCK)
        .andAClientSees(OrderStatus.NEEDS_ATTENTION)
        .when(stockReleased())
        .thenItIs(CANCELLED)
        .because("HOLD_EXPIRED");
  }

  @Test
  void theDeadlineOfTheSagaCountsOnlyUntilItIsPaid() {
    placed().when(sagaOverdue()).thenItIs(RELEASING).because("TIMED_OUT");
    reserved().when(sagaOverdue()).thenItIs(REFUNDING).because("TIMED_OUT");
    paid().when(sagaOverdue()).thenItIsIgnored(Ignored.STALE_TIMER);
  }

  @Test
  void aRefundThatIsAnsweredUnderAttentionHasTheReleaseTriedOnceMore() {
    reserved()
        .when(cancellation())
        .when(attemptsExhausted())
        .when(attemptsExhausted())
        .when(paymentRefunded())
        .thenItIs(RELEASING)
        .thenItSends(RELEASE_STOCK)
        .when(attemptsExhausted())
        .thenItIs(NEEDS_ATTENTION)
        .andTheWorldHeard("OrderNeedsAttention");
  }

  @Test
  void aHoldThatRunsOutEndsThePaymentBeforeItIsTakenForNothing() {
    reserved()
        .when(paymentWaiting())
        .when(holdRunsOut())
        .thenItIs(REFUNDING)
        .thenItIsNoted(Note.TIMEOUT)
        .when(paymentRefunded())
        .when(stockReleased())
        .thenItIs(CANCELLED)
        .because("HOLD_EXPIRED");
    placed().when(holdRunsOut()).thenItIsIgnored(Ignored.STALE_TIMER);
    paid().when(holdRunsOut()).thenItIsIgnored(Ignored.STALE_TIMER);
  }
}
