package dev.parkade.deadletters.showing;

import java.util.Optional;
import java.util.regex.Pattern;

/// Where the stories of orders are told.
///
/// @param baseUrl of order-orchestrator, as `http://localhost:8080`
public record OrderLinks(String baseUrl) {

  // an order id is untrusted input: it must not lead anywhere else
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public OrderLinks {
    baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
  }

  /// Empty if this can be no order id.
  public Optional<String> timeline(String orderId) {
    return ID.matcher(orderId).matches()
        ? Optional.of(baseUrl + "/api/v1/orders/" + orderId + "/timeline")
        : Optional.empty();
  }
}
