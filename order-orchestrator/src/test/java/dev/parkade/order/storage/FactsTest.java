package dev.parkade.order.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.PricedLine;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.money.Money;
import dev.parkade.order.saga.Line;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.saga.Saga;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transitions;
import dev.parkade.order.storage.Facts.Intervention;
import dev.parkade.order.storage.Facts.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FactsTest {

  private static final OrderId ORDER = new OrderId(new UUID(1, 2));
  private static final CustomerId ADA = CustomerId.of("ada");
  private static final Sku TEA = Sku.of("tea");
  private static final Saga NEW = Saga.of(ORDER, ADA, List.of(new Line(TEA, 2, null)));

  @Test
  void aNewOrderSaysEverythingAboutItself() {
    Facts facts = Facts.of(NEW);

    assertThat(facts)
        .isEqualTo(new Facts(ADA, NEW.lines(), null, new Outcome(OrderStatus.PENDING, null), null));
  }

  @Test
  void aLaterLineSaysOnlyWhatChanged() {
    Saga charging = charging();

    Facts facts = Facts.between(NEW, charging);

    assertThat(facts).isEqualTo(new Facts(null, charging.lines(), charging.total(), null, null));
    assertThat(Facts.between(charging, charging)).isEqualTo(Facts.NONE);
  }

  @Test
  void aCancellationSaysItsReasonWithTheStatus() {
    Moved cancelled = (Moved) Transitions.next(charging(), new SagaInput.CancellationRequested());

    Facts facts = Facts.between(charging(), cancelled.after());

    assertThat(facts.outcome()).isEqualTo(new Outcome(OrderStatus.PENDING, "CUSTOMER_REQUEST"));
    assertThat(facts.lines()).isNull();
  }

  @Test
  void factsAreReadAsTheyWereWrittenAndNothingIsWrittenForNone() {
    Facts facts = Facts.of(charging()).by(new Intervention("grace", "the card was stolen"));

    String json = SagaJson.facts(facts);

    assertThat(SagaJson.facts(json)).isEqualTo(facts);
    assertThat(json).contains("\"total\"").doesNotContain("null");
    assertThat(SagaJson.facts(Facts.NONE)).isNull();
    assertThat(SagaJson.facts((String) null)).isEqualTo(Facts.NONE);
  }

  private static Saga charging() {
    var price = new Money(1999, "EUR");
    var reply =
        new StockReserved(
            ORDER, List.of(new PricedLine(TEA, 2, price)), new Money(3998, "EUR"), Instant.EPOCH);
    var input = new SagaInput.InventoryReplied(new MessageId(new UUID(3, 4)), reply);
    return ((Moved) Transitions.next(NEW, input)).after();
  }
}
