package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.CANCELLED;
import static dev.parkade.order.saga.SagaState.CONFIRMED;
import static dev.parkade.order.saga.SagaState.NEEDS_ATTENTION;
import static dev.parkade.order.saga.SagaState.REFUNDING;
import static dev.parkade.order.saga.SagaState.RELEASING;
import static dev.parkade.order.saga.SagaState.SHIPPING;
import static dev.parkade.order.saga.SagaState.UNSHIPPING;
import static dev.parkade.order.saga.SagaStory.attemptsExhausted;
import static dev.parkade.order.saga.SagaStory.cancellation;
import static dev.parkade.order.saga.SagaStory.operatorResolves;
import static dev.parkade.order.saga.SagaStory.operatorRetries;
import static dev.parkade.order.saga.SagaStory.operatorSkips;
import static dev.parkade.order.saga.SagaStory.paymentCharged;
import static dev.parkade.order.saga.SagaStory.paymentRefunded;
import static dev.parkade.order.saga.SagaStory.retryDue;
import static dev.parkade.order.saga.SagaStory.shipmentBooked;
import static dev.parkade.order.saga.SagaStory.shipmentCancelled;
import static dev.parkade.order.saga.SagaStory.shipmentRefused;
import static dev.parkade.order.saga.SagaStory.stockCommitted;
import static dev.parkade.order.saga.SagaStory.stockReleased;
import static dev.parkade.order.saga.SagaStory.stockReserved;
import static dev.parkade.order.saga.Step.BOOK_SHIPMENT;
import static dev.parkade.order.saga.Step.CANCEL_SHIPMENT;
import static dev.parkade.order.saga.Step.CHARGE_PAYMENT;
import static dev.parkade.order.saga.Step.COMMIT_STOCK;
import static dev.parkade.order.saga.Step.REFUND_PAYMENT;
import static dev.parkade.order.saga.Step.RELEASE_STOCK;
import static dev.parkade.order.saga.Step.RESERVE_STOCK;

import dev.parkade.order.saga.SagaInput.Outcome;
import org.junit.jupiter.api.Test;

/// What version 2 does that version 1 does not. That every pair is defined and consistent is in
/// [EveryPairTest].
class ShippingTransitionsTest {

  private static SagaStory paid() {
    return SagaStory.placed(ShippingTransitions.definition())
        .when(stockReserved())
        .when(paymentCharged());
  }

  private static SagaStory shipping() {
    return paid().when(stockCommitted());
  }

  private static SagaStory stuck() {
    return shipping().when(attemptsExhausted());
  }

  @Test
  void anOrderIsConfirmedWhenItsShipmentIsBookedAndNotBefore() {
    shipping()
        .thenItIs(SHIPPING)
        .thenItSends(BOOK_SHIPMENT)
        .andAClientSees(OrderStatus.PENDING)
        .when(shipmentBooked())
        .thenItIs(CONFIRMED)
        .allInAllItSent(RESERVE_STOCK, CHARGE_PAYMENT, COMMIT_STOCK, BOOK_SHIPMENT)
        .andTheWorldHeard("OrderConfirmed");
  }

  @Test
  void aRefusedShipmentGivesTheMoneyAndTheStockBackInReverseOrder() {
    shipping()
        .when(shipmentRefused())
        .thenItIs(REFUNDING)
        .when(paymentRefunded())
        .thenItIs(RELEASING)
        .when(stockReleased())
        .thenItIs(CANCELLED)
        .because("PARCEL_TOO_LARGE")
        .andTheWorldHeard("OrderCancelled");
  }

  @Test
  void whoHasPaidCannotCancelAnyMore() {
    shipping().when(cancellation()).thenItIsRefused(Refusal.PAID).thenItIs(SHIPPING);
    stuck().when(cancellation()).thenItIsRefused(Refusal.PAID).thenItIs(NEEDS_ATTENTION);
  }

  @Test
  void anUnansweredShipmentIsAskedForAgainAndThenWaitsForAPerson() {
    shipping()
        .when(retryDue())
        .thenItSends(BOOK_SHIPMENT)
        .when(attemptsExhausted())
        .thenItIs(NEEDS_ATTENTION)
        .andOwes(BOOK_SHIPMENT)
        .because("BOOK_SHIPMENT_UNANSWERED")
        .when(shipmentBooked())
        .thenItIs(CONFIRMED)
        .andTheWorldHeard("OrderNeedsAttention", "OrderConfirmed");
  }

  @Test
  void whatWasAnsweredBeforeIsADuplicateForAPersonsOrderToo() {
    stuck()
        .when(paymentCharged())
        .thenItIsIgnored(Ignored.DUPLICATE)
        .when(stockReserved())
        .thenItIsIgnored(Ignored.DUPLICATE)
        .when(stockCommitted())
        .thenItIsIgnored(Ignored.DUPLICATE)
        .andOwes(BOOK_SHIPMENT);
  }

  @Test
  void anOperatorAsksAgainGoesOnWithoutOrUndoesEverythingInReverseOrder() {
    stuck().when(operatorRetries()).thenItIs(SHIPPING).thenItSends(BOOK_SHIPMENT);
    stuck().when(operatorSkips()).thenItIs(CONFIRMED);
    stuck().when(operatorResolves(Outcome.CONFIRMED)).thenItIs(CONFIRMED);
    stuck()
        .when(operatorResolves(Outcome.CANCELLED))
        .thenItIs(UNSHIPPING)
        .thenItSends(CANCEL_SHIPMENT)
        .when(paymentRefunded())
        .thenItIsIgnored(Ignored.OUT_OF_TURN)
        .when(shipmentCancelled())
        .thenItSends(REFUND_PAYMENT)
        .when(paymentRefunded())
        .thenItSends(RELEASE_STOCK)
        .when(stockReleased())
        .thenItIs(CANCELLED)
        .because("OPERATOR_DECISION");
  }

  @Test
  void anOperatorWhoSkipsTheCommitDoesNotSkipTheShipment() {
    paid()
        .when(attemptsExhausted())
        .when(operatorSkips())
        .thenItIs(SHIPPING)
        .thenItSends(BOOK_SHIPMENT)
        .andAClientSees(OrderStatus.NEEDS_ATTENTION);
  }

  @Test
  void aShipmentThatIsBookedAfterItWasGivenUpIsCancelledBeforeTheMoneyIsGivenBack() {
    stuck()
        .when(operatorResolves(Outcome.CANCELLED))
        .when(shipmentCancelled())
        .thenItIs(REFUNDING)
        .when(shipmentBooked())
        .thenItIsNoted(Note.LATE_SUCCESS)
        .thenItIs(UNSHIPPING)
        .thenItSends(CANCEL_SHIPMENT)
        .andOwes(CANCEL_SHIPMENT, REFUND_PAYMENT, RELEASE_STOCK);
  }

  @Test
  void stockThatIsSoldWhileTheShipmentIsCancelledIsTakenBackInItsTurn() {
    stuck()
        .when(operatorResolves(Outcome.CANCELLED))
        .when(stockCommitted())
        .thenItIs(UNSHIPPING)
        .thenItIsNoted(Note.LATE_SUCCESS)
        .thenItSends()
        .when(shipmentCancelled())
        .thenItSends(REFUND_PAYMENT);
  }

  @Test
  void aCancellationWithoutAnAnswerDoesNotKeepTheMoneyBack() {
    stuck()
        .when(operatorResolves(Outcome.CANCELLED))
        .when(attemptsExhausted())
        .thenItSends(REFUND_PAYMENT)
        .when(shipmentCancelled())
        .thenItIs(REFUNDING)
        .andOwes(REFUND_PAYMENT, RELEASE_STOCK);
  }
}
