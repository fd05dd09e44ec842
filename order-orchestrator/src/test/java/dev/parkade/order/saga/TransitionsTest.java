package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.CANCELLED;
import static dev.parkade.order.saga.SagaState.CHARGING;
import static dev.parkade.order.saga.SagaState.COMMITTING;
import static dev.parkade.order.saga.SagaState.CONFIRMED;
import static dev.parkade.order.saga.SagaState.NEEDS_ATTENTION;
import static dev.parkade.order.saga.SagaState.REFUNDING;
import static dev.parkade.order.saga.SagaState.RELEASING;
import static dev.parkade.order.saga.SagaState.RESERVING;
import static dev.parkade.order.saga.SagaStory.attemptsExhausted;
import static dev.parkade.order.saga.SagaStory.cancellation;
import static dev.parkade.order.saga.SagaStory.confirmed;
import static dev.parkade.order.saga.SagaStory.holdExpired;
import static dev.parkade.order.saga.SagaStory.paid;
import static dev.parkade.order.saga.SagaStory.paymentCharged;
import static dev.parkade.order.saga.SagaStory.paymentRefunded;
import static dev.parkade.order.saga.SagaStory.paymentRefused;
import static dev.parkade.order.saga.SagaStory.paymentWaiting;
import static dev.parkade.order.saga.SagaStory.placed;
import static dev.parkade.order.saga.SagaStory.reserved;
import static dev.parkade.order.saga.SagaStory.retryDue;
import static dev.parkade.order.saga.SagaStory.sagaOverdue;
import static dev.parkade.order.saga.SagaStory.stockCommitted;
import static dev.parkade.order.saga.SagaStory.stockRefused;
import static dev.parkade.order.saga.SagaStory.stockReleased;
import static dev.parkade.order.saga.SagaStory.stockReserved;
import static dev.parkade.order.saga.Step.CHARGE_PAYMENT;
import static dev.parkade.order.saga.Step.COMMIT_STOCK;
import static dev.parkade.order.saga.Step.REFUND_PAYMENT;
import static dev.parkade.order.saga.Step.RELEASE_STOCK;
import static dev.parkade.order.saga.Step.RESERVE_STOCK;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransitionsTest {

  @Test
  void anOrderIsReservedChargedCommittedAndConfirmed() {
    confirmed()
        .thenItIs(CONFIRMED)
        .allInAllItSent(RESERVE_STOCK, CHARGE_PAYMENT, COMMIT_STOCK)
        .andTheWorldHeard("OrderConfirmed");
  }

  @Test
  void aReservationBringsThePricesThatAreCharged() {
    Saga saga = reserved().saga();

    assertThat(saga.total()).isEqualTo(SagaStory.TOTAL);
    assertThat(saga.lines().getFirst().unitPrice()).isEqualTo(SagaStory.TOTAL);
  }

  @Test
  void refusedStockCancelsAtOnceBecauseThereIsNothingToUndo() {
    placed()
        .when(stockRefused())
        .thenItIs(CANCELLED)
        .because("STOCK_UNAVAILABLE")
        .allInAllItSent(RESERVE_STOCK)
        .andTheWorldHeard("OrderCancelled");
  }

  @Test
  void aRefusedPaymentReleasesTheStockAndThenCancels() {
    reserved()
        .when(paymentRefused())
        .thenItIs(RELEASING)
        .thenItSends(RELEASE_STOCK)
        .when(stockReleased())
        .thenItIs(CANCELLED)
        .because("PAYMENT_DECLINED")
        .andTheWorldHeard("OrderCancelled");
  }

  @Test
  void anExpiredHoldRefundsThenReleasesThenCancels() {
    paid()
        .when(holdExpired())
        .thenItSends(REFUND_PAYMENT)
        .when(paymentRefunded())
        .thenItSends(RELEASE_STOCK)
        .when(stockReleased())
        .thenItIs(CANCELLED)
        .because("HOLD_EXPIRED");
  }

  @Test
  void cancellingBeforeTheChargeOnlyReleases() {
    placed()
        .when(cancellation())
        .thenItSends(RELEASE_STOCK)
        .when(stockReleased())
        .thenItIs(CANCELLED)
        .because("CUSTOMER_REQUEST");
  }

  @Test
  void cancellingAParkedPaymentRefundsAndReleasesInReverseOrder() {
    reserved()
        .when(paymentWaiting())
        .thenItIs(CHARGING)
        .thenItIsNoted(Note.WAITING)
        .when(cancellation())
        .thenItIs(REFUNDING)
        .when(paymentRefunded())
        .when(stockReleased())
        .thenItIs(CANCELLED)
        .because("CUSTOMER_REQUEST")
        .allInAllItSent(RESERVE_STOCK, CHARGE_PAYMENT, REFUND_PAYMENT, RELEASE_STOCK);
  }

  @Test
  void aPaidOrderCannotBeCancelled() {
    paid().when(cancellation()).thenItIsTooLate().thenItIs(COMMITTING);
    confirmed().when(cancellation()).thenItIsTooLate().thenItIs(CONFIRMED);
    paid().when(attemptsExhausted()).when(cancellation()).thenItIsTooLate();
  }

  @Test
  void cancellingTwiceIsTheSameAsOnce() {
    placed().when(cancellation()).when(cancellation()).thenItIsIgnored(Ignored.ALREADY_CANCELLING);
    reserved()
        .when(cancellation())
        .when(cancellation())
        .thenItIsIgnored(Ignored.ALREADY_CANCELLING);
  }

  @Test
  void stockThatIsSetAsideAfterTheReleaseIsReleasedAgain() {
    placed()
        .when(sagaOverdue())
        .when(stockReserved())
        .thenItIsNoted(Note.LATE_SUCCESS)
        .thenItSends(RELEASE_STOCK)
        .when(stockReleased())
        .when(stockReserved())
        .thenItIs(CANCELLED)
        .thenItIsNoted(Note.LATE_SUCCESS)
        .thenItSends(RELEASE_STOCK);
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
        .thenItIs(CANCELLED)
        .thenItIsNoted(Note.LATE_SUCCESS)
        .thenItSends(REFUND_PAYMENT)
        .when(late)
        .thenItIsIgnored(Ignored.DUPLICATE);
  }

  @Test
  void anAnswerThatIsRepeatedChangesNothing() {
    SagaInput reserved = stockReserved();
    SagaInput charged = paymentCharged();

    placed()
        .when(reserved)
        .when(reserved)
        .thenItIsIgnored(Ignored.DUPLICATE)
        .when(charged)
        .when(charged)
        .thenItIsIgnored(Ignored.DUPLICATE)
        .when(holdExpired())
        .when(charged)
        .thenItIsIgnored(Ignored.DUPLICATE)
        .when(paymentRefunded())
        .when(charged)
        .thenItIsIgnored(Ignored.DUPLICATE)
        .when(reserved)
        .thenItIsIgnored(Ignored.DUPLICATE)
        .thenItIs(RELEASING);
  }

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
        .thenItIs(NEEDS_ATTENTION)
        .thenItSends(REFUND_PAYMENT)
        .when(paymentRefunded())
        .thenItIs(NEEDS_ATTENTION)
        .thenItSends(RELEASE_STOCK)
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
}
