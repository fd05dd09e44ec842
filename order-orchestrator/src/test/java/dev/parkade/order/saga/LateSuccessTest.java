package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.CANCELLED;
import static dev.parkade.order.saga.SagaState.NEEDS_ATTENTION;
import static dev.parkade.order.saga.SagaState.REFUNDING;
import static dev.parkade.order.saga.SagaState.RELEASING;
import static dev.parkade.order.saga.SagaStory.attemptsExhausted;
import static dev.parkade.order.saga.SagaStory.cancellation;
import static dev.parkade.order.saga.SagaStory.holdExpired;
import static dev.parkade.order.saga.SagaStory.paid;
import static dev.parkade.order.saga.SagaStory.paymentCharged;
import static dev.parkade.order.saga.SagaStory.paymentRefunded;
import static dev.parkade.order.saga.SagaStory.paymentRefused;
import static dev.parkade.order.saga.SagaStory.placed;
import static dev.parkade.order.saga.SagaStory.reserved;
import static dev.parkade.order.saga.SagaStory.retryDue;
import static dev.parkade.order.saga.SagaStory.sagaOverdue;
import static dev.parkade.order.saga.SagaStory.stockCommitted;
import static dev.parkade.order.saga.SagaStory.stockReleased;
import static dev.parkade.order.saga.SagaStory.stockReserved;
import static dev.parkade.order.saga.Step.REFUND_PAYMENT;
import static dev.parkade.order.saga.Step.RELEASE_STOCK;

import org.junit.jupiter.api.Test;

/// What succeeds after it was given up is undone, with a time limit of its own.
class LateSuccessTest {

  @Test
  void stockThatIsSetAsideDuringTheReleaseIsReleasedAgain() {
    placed()
        .when(sagaOverdue())
        .when(stockReserved())
        .thenItIs(RELEASING)
        .thenItIsNoted(Note.LATE_SUCCESS)
        .thenItSends(RELEASE_STOCK);
  }

  @Test
  void stockThatIsSetAsideAfterTheEndIsReleasedAgainAndAClientSeesNothingOfIt() {
    placed()
        .when(sagaOverdue())
        .when(stockReleased())
        .when(stockReserved())
        .thenItIsNoted(Note.LATE_SUCCESS)
        .thenItIs(RELEASING)
        .thenItSends(RELEASE_STOCK)
        .andAClientSees(OrderStatus.CANCELLED)
        .when(stockReleased())
        .thenItIs(CANCELLED)
        .andTheWorldHeard("OrderCancelled");
  }

  @Test
  void moneyThatIsTakenAfterTheRefundIsRefundedAgainBeforeTheStockIsReleased() {
    reserved()
        .when(sagaOverdue())
        .when(paymentRefunded())
        .thenItIs(RELEASING)
        .when(paymentCharged())
        .thenItIsNoted(Note.LATE_SUCCESS)
        .thenItIs(REFUNDING)
        .thenItSends(REFUND_PAYMENT)
        .when(stockReleased())
        .thenItIsIgnored(Ignored.OUT_OF_TURN)
        .when(paymentRefunded())
        .thenItSends(RELEASE_STOCK)
        .when(stockReleased())
        .thenItIs(CANCELLED)
        .because("TIMED_OUT");
  }

  @Test
  void moneyThatIsTakenAfterTheEndIsRefundedOnceHoweverOftenItIsSaid() {
    SagaInput late = paymentCharged();

    reserved()
        .when(paymentRefused())
        .when(stockReleased())
        .when(late)
        .thenItIsNoted(Note.LATE_SUCCESS)
        .thenItIs(REFUNDING)
        .thenItSends(REFUND_PAYMENT)
        .when(late)
        .thenItIsIgnored(Ignored.DUPLICATE)
        .when(paymentRefunded())
        .thenItIs(CANCELLED)
        .when(late)
        .thenItIsIgnored(Ignored.DUPLICATE)
        .andAClientSees(OrderStatus.CANCELLED)
        .andTheWorldHeard("OrderCancelled");
  }

  @Test
  void aLateUndoThatStaysUnansweredIsSentAgainAndThenWaitsForAPersonUnseenByTheClient() {
    reserved()
        .when(paymentRefused())
        .when(stockReleased())
        .when(paymentCharged())
        .when(retryDue())
        .thenItSends(REFUND_PAYMENT)
        .when(attemptsExhausted())
        .thenItIs(NEEDS_ATTENTION)
        .andOwes(REFUND_PAYMENT)
        .andAClientSees(OrderStatus.CANCELLED)
        .because("PAYMENT_DECLINED")
        .andTheWorldHeard("OrderCancelled")
        .when(paymentRefunded())
        .thenItIs(CANCELLED)
        .andTheWorldHeard("OrderCancelled");
  }

  @Test
  void aLateUndoUnderAttentionHasATimeLimitToo() {
    reserved()
        .when(cancellation())
        .when(attemptsExhausted())
        .when(stockReleased())
        .thenItIs(NEEDS_ATTENTION)
        .andOwes(REFUND_PAYMENT)
        .when(stockReserved())
        .thenItIs(RELEASING)
        .thenItSends(RELEASE_STOCK)
        .andAClientSees(OrderStatus.NEEDS_ATTENTION)
        .when(attemptsExhausted())
        .thenItIs(NEEDS_ATTENTION)
        .andOwes(REFUND_PAYMENT, RELEASE_STOCK)
        .when(paymentCharged())
        .thenItIs(REFUNDING)
        .when(paymentRefunded())
        .thenItIs(RELEASING)
        .when(stockReleased())
        .thenItIs(CANCELLED)
        .andTheWorldHeard("OrderNeedsAttention", "OrderCancelled");
  }

  @Test
  void stockThatIsSetAsideWhileMoneyIsGivenBackLateIsReleasedInItsTurn() {
    reserved()
        .when(paymentRefused())
        .when(stockReleased())
        .when(paymentCharged())
        .andOwes(REFUND_PAYMENT)
        .when(stockReserved())
        .thenItIs(REFUNDING)
        .thenItIsNoted(Note.LATE_SUCCESS)
        .thenItSends()
        .andOwes(REFUND_PAYMENT, RELEASE_STOCK)
        .when(paymentRefunded())
        .thenItSends(RELEASE_STOCK);
  }

  @Test
  void stockThatIsSoldAfterItWasGivenUpIsTakenBack() {
    paid()
        .when(holdExpired())
        .when(stockCommitted())
        .thenItIs(REFUNDING)
        .thenItIsNoted(Note.LATE_SUCCESS)
        .thenItSends()
        .when(paymentRefunded())
        .when(stockCommitted())
        .thenItSends(RELEASE_STOCK)
        .when(stockReleased())
        .when(stockCommitted())
        .thenItIs(RELEASING)
        .thenItSends(RELEASE_STOCK);
  }
}
