package dev.parkade.order.intake;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.intake.PlaceOrder.Placed;
import dev.parkade.order.orders.Links;
import dev.parkade.order.orders.OrderSummary;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.storage.OrderRows;
import dev.parkade.order.watching.Watch;
import dev.parkade.order.watching.Watches;
import dev.parkade.runtime.http.IfMatch;
import dev.parkade.runtime.http.ProblemResponse;
import dev.parkade.runtime.tracing.RequestTrace;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.net.URI;
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

  private final PlaceOrder placeOrder;
  private final Watches watches;
  private final OrderRows rows;
  private final Ids ids;
  private final JsonMapper json;

  IntakeController(
      PlaceOrder placeOrder, Watches watches, OrderRows rows, Ids ids, JsonMapper json) {
    this.placeOrder = placeOrder;
    this.watches = watches;
    this.rows = rows;
    this.ids = ids;
    this.json = json;
  }

  @Operation(
      operationId = "placeOrder",
      summary = "Places an order",
      description =
          "Prices come from the catalogue. The same key and the same content get the first answer"
              + " again, with `Idempotency-Replayed: true`.",
      parameters = {
        @Parameter(
            name = "Idempotency-Key",
            in = ParameterIn.HEADER,
            required = true,
            description = "A value of your own that is new for each order, for example a UUID",
            schema = @Schema(type = "string", minLength = 1, maxLength = 255)),
        @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            description =
                "`wait=5`: answer when the order has ended, within 5 seconds (10 at most)",
            schema = @Schema(type = "string"))
      })
  @ApiResponse(
      responseCode = "202",
      description = "Accepted; `Location` says how it stands",
      headers = {
        @Header(name = "Location", schema = @Schema(type = "string")),
        @Header(name = "ETag", schema = @Schema(type = "string")),
        @Header(name = "Retry-After", schema = @Schema(type = "integer")),
        @Header(name = "Preference-Applied", schema = @Schema(type = "string")),
        @Header(name = "Idempotency-Replayed", schema = @Schema(type = "boolean"))
      },
      content = @Content(schema = @Schema(implementation = OrderSummary.class)))
  @ProblemResponse(
      status = "409",
      means = "`idempotency-key-in-flight`: the first request with this key is on its way")
  @ProblemResponse(
      status = "422",
      means = "`idempotency-key-reused`: the key belongs to an order with another content")
  @PostMapping(path = "/api/v1/orders", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<String> place(
      @Valid @RequestBody OrderRequest body,
      @Parameter(hidden = true) @RequestHeader HttpHeaders headers,
      HttpServletRequest request) {
    var key = IdempotencyKey.of(headers.getOrEmpty("Idempotency-Key"));
    var patience = Patience.of(headers.getOrEmpty("Prefer"));
    var order = NewOrder.of(body);
    var trace = RequestTrace.of(request);
    var id = new OrderId(ids.get());
    if (patience.isNone()) {
      return answer(placeOrder.place(id, key, order, trace));
    }
    Placed placed;
    try (var watch = watches.open(id)) {
      placed = placeOrder.place(id, key, order, trace);
      if (!placed.replayed()) {
        return ended(watch, id, patience)
            .map(end -> answer(placed, end, patience))
            .orElseGet(() -> answer(placed, patience));
      }
    }
    return replayed(placed, patience);
  }

  /// A request that is repeated because its answer was lost is waited with, too.
  private ResponseEntity<String> replayed(Placed placed, Patience patience) {
    OrderId first = placed.answer().order();
    try (var watch = watches.open(first)) {
      return ended(first)
          .or(() -> ended(watch, first, patience))
          .map(end -> answer(placed, end, patience))
          .orElseGet(() -> answer(placed, patience));
    }
  }

  /// How an order ended.
  private record End(OrderSummary summary, long version) {}

  /// Waits on the request's own virtual thread.
  private static Optional<End> ended(Watch watch, OrderId id, Patience patience) {
    return watch
        .awaitEnd(patience.limit())
        .map(
            news ->
                new End(
                    new OrderSummary(id, news.status(), news.reason(), Links.of(id)),
                    news.version()));
  }

  private Optional<End> ended(OrderId id) {
    return rows.findById(id.value())
        .filter(row -> row.status() != OrderStatus.PENDING)
        .map(row -> new End(OrderSummary.of(row), row.version()));
  }

  private static ResponseEntity<String> answer(Placed placed) {
    return pending(placed).body(placed.answer().body());
  }

  private static ResponseEntity<String> answer(Placed placed, Patience patience) {
    return pending(placed)
        .header("Preference-Applied", patience.applied())
        .body(placed.answer().body());
  }

  private ResponseEntity<String> answer(Placed placed, End end, Patience patience) {
    return response(placed)
        .eTag(IfMatch.etag(end.version()))
        .header("Preference-Applied", patience.applied())
        .body(json.writeValueAsString(end.summary()));
  }

  private static ResponseEntity.BodyBuilder pending(Placed placed) {
    return response(placed)
        // the version that every order begins with
        .eTag(IfMatch.etag(0))
        .header(HttpHeaders.RETRY_AFTER, "1");
  }

  private static ResponseEntity.BodyBuilder response(Placed placed) {
    var response =
        ResponseEntity.status(placed.answer().status())
            .contentType(MediaType.APPLICATION_JSON)
            .location(URI.create(Links.path(placed.answer().order())));
    return placed.replayed() ? response.header("Idempotency-Replayed", "true") : response;
  }
}
