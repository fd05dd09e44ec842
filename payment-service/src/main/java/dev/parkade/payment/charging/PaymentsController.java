package dev.parkade.payment.charging;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `GET /api/v1/payments?orderId=`: what has been decided about the payment of an order.
@RestController
@RequestMapping("/api/v1/payments")
class PaymentsController {

  /// @param amount absent if the order was voided before any charge was seen
  @Schema(name = "Payment")
  record Item(
      String id, String orderId, String customerId, @Nullable Money amount, PaymentStatus status) {

    static Item of(Payment p) {
      return new Item(
          p.id().text(), p.orderId().text(), p.customerId().text(), p.amount(), p.status());
    }
  }

  @Schema(name = "Payments")
  record Items(List<Item> items) {}

  private final PaymentRows rows;

  PaymentsController(PaymentRows rows) {
    this.rows = rows;
  }

  @Operation(
      operationId = "listPayments",
      summary = "What has been decided about the payment of an order")
  @GetMapping
  Items ofOrder(@RequestParam String orderId) {
    OrderId order = parse(orderId);
    return new Items(rows.load(List.of(order)).values().stream().map(Item::of).toList());
  }

  private static OrderId parse(String text) {
    try {
      return OrderId.of(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(CommonProblems.INVALID_PARAMETER, "orderId is " + e.getMessage());
    }
  }
}
