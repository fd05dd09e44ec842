package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.CANCELLED;
import static dev.parkade.order.saga.SagaState.CHARGING;
import static dev.parkade.order.saga.SagaState.COMMITTING;
import static dev.parkade.order.saga.SagaState.CONFIRMED;
import static dev.parkade.order.saga.SagaState.REFUNDING;
import static dev.parkade.order.saga.SagaState.RELEASING;
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
    paid().when(cancellation()).thenItIsRefused(Refusal.PAID).thenItIs(COMMITTING);
    confirmed().when(cancellation()).thenItIsRefused(Refusal.PAID).thenItIs(CONFIRMED);
    paid().when(attemptsExhausted()).when(cancellation()).thenItIsRefused(Refusal.PAID);
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
}
