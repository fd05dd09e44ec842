package dev.parkade.payment.charging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.messages.payment.RefundPayment;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulingTest {

  private static final OrderId ORDER = OrderId.of("0198c5c0-0000-7000-8000-000000000001");
  private static final CustomerId ADA = CustomerId.of("ada");
  private static final PaymentCommand CHARGE = new ChargePayment(ORDER, ADA, new Money(100, "EUR"));
  private static final PaymentCommand REFUND = new RefundPayment(ORDER, ADA, "cancelled");

  private static final Set<String> SEEN = new HashSet<>();

  @ParameterizedTest
  @CsvSource({
    "        , CHARGE, CHARGE",
    "        , REFUND, VOID",
    "CHARGED , CHARGE, REPEAT_CHARGED",
    "CHARGED , REFUND, GIVE_BACK",
    "REFUSED , CHARGE, REPEAT_REFUSED",
    "REFUSED , REFUND, REPEAT_NOTHING_TAKEN",
    "REFUNDED, CHARGE, REFUSE_AS_VOIDED",
    "REFUNDED, REFUND, REPEAT_REFUNDED",
    "VOIDED  , CHARGE, REFUSE_AS_VOIDED",
    "VOIDED  , REFUND, REPEAT_NOTHING_TAKEN",
    "UNCERTAIN, CHARGE, CHARGE",
    "UNCERTAIN, REFUND, UNDO",
  })
  void decidesEveryPairOfStatusAndCommand(PaymentStatus status, String command, Ruling expected) {
    SEEN.add(status + command);

    Ruling ruling = Ruling.on(status, command.equals("CHARGE") ? CHARGE : REFUND);

    assertThat(ruling).isEqualTo(expected);
  }

  @AfterAll
  static void noPairIsMissing() {
    assertThat(SEEN).hasSize((PaymentStatus.values().length + 1) * 2);
  }
}
