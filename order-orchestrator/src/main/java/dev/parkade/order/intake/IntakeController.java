package dev.parkade.order.intake;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.execution.Completions;
import dev.parkade.order.intake.PlaceOrder.Placed;
import dev.parkade.order.orders.Links;
import dev.parkade.order.orders.OrderSummary;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.storage.OrderRow;
import dev.parkade.order.storage.OrderRows;
import dev.parkade.runtime.http.IfMatch;
import dev.parkade.runtime.tracing.RequestTrace;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
class IntakeController {

  /// How long to rely on being woken before looking for oneself: another instance may have taken
  /// the last answer.
  private static final Duration LOOK_AFTER = Duration.ofMillis(500);

  private final PlaceOrder placeOrder;
  private final Completions completions;
  private final OrderRows rows;
  private final Ids ids;
  private final JsonMapper json;

  IntakeController(
      PlaceOrder placeOrder, Completions completions, OrderRows rows, Ids ids, JsonMapper json) {
    this.placeOrder = placeOrder;
    this.completions = completions;
    this.rows = rows;
    this.ids = ids;
    this.json = json;
  }

  @PostMapping(path = "/api/v1/orders", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<String> place(
      @Valid @RequestBody OrderRequest body,
      @RequestHeader HttpHeaders headers,
      HttpServletRequest request) {
    var key = IdempotencyKey.of(headers.getOrEmpty("Idempotency-Key"));
    var patience = Patience.of(headers.getOrEmpty("Prefer"));
    var order = NewOrder.of(body);
    var trace = RequestTrace.of(request);
    var id = new OrderId(ids.get());
    if (patience.isNone()) {
      return answer(placeOrder.place(id, key, order, trace));
    }
    try (var waiter = completions.expect(id)) {
      Placed placed = placeOrder.place(id, key, order, trace);
      return placed.replayed()
          ? answer(placed)
          : ended(waiter, id, patience)
              .map(row -> answer(row, patience))
              .orElseGet(() -> answer(placed, patience));
    }
  }

  /// Waits on the request's own virtual thread.
  private Optional<OrderRow> ended(Completions.Waiter waiter, OrderId id, Patience patience) {
    long end = System.nanoTime() + patience.limit().toNanos();
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      waiter.await(Duration.ofNanos(Math.min(left, LOOK_AFTER.toNanos())));
      Optional<OrderRow> row =
          rows.findById(id.value()).filter(r -> r.status() != OrderStatus.PENDING);
      if (row.isPresent() || Thread.currentThread().isInterrupted()) {
        return row;
      }
    }
    return Optional.empty();
  }

  private static ResponseEntity<String> answer(Placed placed) {
    var response = response(placed);
    if (placed.replayed()) {
      response.header("Idempotency-Replayed", "true");
    }
    return response.body(placed.answer().body());
  }

  private static ResponseEntity<String> answer(Placed placed, Patience patience) {
    return response(placed)
        .header("Preference-Applied", patience.applied())
        .body(placed.answer().body());
  }

  private ResponseEntity<String> answer(OrderRow row, Patience patience) {
    return ResponseEntity.accepted()
        .contentType(MediaType.APPLICATION_JSON)
        .location(URI.create(Links.path(row.id())))
        .eTag(IfMatch.etag(row.version()))
        .header("Preference-Applied", patience.applied())
        .body(json.writeValueAsString(OrderSummary.of(row)));
  }

  private static ResponseEntity.BodyBuilder response(Placed placed) {
    return ResponseEntity.status(placed.answer().status())
        .contentType(MediaType.APPLICATION_JSON)
        .location(URI.create(Links.path(placed.answer().order())))
        // the version that every order begins with
        .eTag(IfMatch.etag(0))
        .header(HttpHeaders.RETRY_AFTER, "1");
  }
}
