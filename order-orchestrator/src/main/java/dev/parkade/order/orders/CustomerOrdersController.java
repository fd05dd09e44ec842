package dev.parkade.order.orders;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.order.projections.CustomerSummaries;
import dev.parkade.order.projections.CustomerSummary;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CustomerOrdersController {

  private final CustomerSummaries summaries;

  CustomerOrdersController(CustomerSummaries summaries) {
    this.summaries = summaries;
  }

  /// Beside the list of the same orders, and below this service's own paths: what lies below
  /// `/customers` belongs to customer-service.
  @GetMapping("/api/v1/orders/summary")
  CustomerSummary summary(@RequestParam CustomerId customerId) {
    return summaries.of(customerId);
  }
}
