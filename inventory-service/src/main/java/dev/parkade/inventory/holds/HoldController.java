package dev.parkade.inventory.holds;

import dev.parkade.messages.id.OrderId;
import dev.parkade.runtime.http.ProblemResponse;
import dev.parkade.runtime.problem.ProblemException;
import dev.parkade.runtime.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/holds")
class HoldController {

  static final ProblemType HOLD_NOT_FOUND =
      new ProblemType(
          "hold-not-found",
          "Nothing was ever asked for this order",
          404,
          "Check the order id. A hold appears when the order's reservation has been decided.");

  private final Holds holds;

  HoldController(Holds holds) {
    this.holds = holds;
  }

  @Operation(operationId = "readHold", summary = "What is set aside for an order")
  @ApiResponse(
      responseCode = "200",
      description = "The hold, whatever became of it",
      useReturnTypeSchema = true)
  @ProblemResponse(status = "404", means = "`hold-not-found`")
  @GetMapping("/{orderId}")
  HoldView read(@PathVariable OrderId orderId) {
    return holds
        .find(orderId)
        .map(HoldView::of)
        .orElseThrow(
            () -> new ProblemException(HOLD_NOT_FOUND, "there is no hold of order " + orderId));
  }
}
