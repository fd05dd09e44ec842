package dev.parkade.order.orders;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.projections.OrderViewRow;
import dev.parkade.order.projections.OrderViews;
import dev.parkade.order.projections.TimelineLine;
import dev.parkade.order.projections.Timelines;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.storage.OrderRow;
import dev.parkade.order.storage.OrderRows;
import dev.parkade.runtime.http.IfMatch;
import dev.parkade.runtime.http.Page;
import dev.parkade.runtime.http.PageLimit;
import dev.parkade.runtime.http.ProblemResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OrderController {

  /// After every id.
  private static final UUID NEWEST = new UUID(-1, -1);

  private final OrderRows rows;
  private final OrderViews views;
  private final Timelines timelines;
  private final Cancellation cancellation;

  OrderController(
      OrderRows rows, OrderViews views, Timelines timelines, Cancellation cancellation) {
    this.rows = rows;
    this.views = views;
    this.timelines = timelines;
    this.cancellation = cancellation;
  }

  @Operation(
      operationId = "readOrder",
      summary = "How an order stands",
      description = "Ask again with `If-None-Match` and the ETag: 304 while nothing has changed.")
  @ApiResponse(
      responseCode = "200",
      description = "The order",
      headers = @Header(name = "ETag", schema = @Schema(type = "string")),
      useReturnTypeSchema = true)
  @ApiResponse(responseCode = "304", description = "It still has this ETag", content = @Content)
  @ProblemResponse(status = "404", means = "`order-not-found`")
  @GetMapping("/api/v1/orders/{id}")
  ResponseEntity<OrderView> order(@PathVariable OrderId id) {
    OrderViewRow view = views.findById(id.value()).orElseThrow(() -> OrderProblems.notFound(id));
    // a matching If-None-Match makes this a 304
    return ResponseEntity.ok()
        .eTag(IfMatch.etag(view.version()))
        .cacheControl(CacheControl.noCache())
        .body(OrderView.of(view));
  }

  @Operation(
      operationId = "listOrders",
      summary = "The orders of a customer, newest first",
      description = "Page by page: `next` is the `after` of the next one.")
  @GetMapping("/api/v1/orders")
  Page<OrderView> ofCustomer(
      @RequestParam CustomerId customerId,
      @PageLimit @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable OrderId after) {
    int size = Page.limit(limit);
    List<OrderView> found =
        views.ofCustomer(customerId.text(), before(after), Limit.of(size + 1)).stream()
            .map(OrderView::of)
            .toList();
    return Page.of(found, size, order -> order.id().text());
  }

  @Operation(
      operationId = "readTimeline",
      summary = "Everything that happened to an order, oldest first",
      description = "Page by page: `next` is the `after` of the next one.")
  @ApiResponse(responseCode = "200", description = "What happened", useReturnTypeSchema = true)
  @ProblemResponse(status = "404", means = "`order-not-found`")
  @GetMapping("/api/v1/orders/{id}/timeline")
  TimelineView timeline(
      @PathVariable OrderId id,
      @Parameter(
              description = "how many items at once",
              schema =
                  @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "200"))
          @RequestParam(required = false)
          @Nullable Integer limit,
      @RequestParam(defaultValue = "0") int after) {
    int size = Page.limit(limit == null ? Page.MAX_LIMIT : limit);
    List<TimelineLine> lines = timelines.after(id, after, size + 1);
    if (lines.isEmpty() && !rows.existsById(id.value())) {
      throw OrderProblems.notFound(id);
    }
    return TimelineView.of(id, lines, size);
  }

  @Operation(
      operationId = "cancelOrder",
      summary = "Cancels an order, until it is paid",
      description = "Asking again changes nothing.")
  @ApiResponse(responseCode = "200", description = "It is cancelled", useReturnTypeSchema = true)
  @ApiResponse(
      responseCode = "202",
      description = "What was done for it is being undone; `Location` says how it stands",
      useReturnTypeSchema = true,
      headers = {
        @Header(name = "Location", schema = @Schema(type = "string")),
        @Header(name = "ETag", schema = @Schema(type = "string")),
        @Header(name = "Retry-After", schema = @Schema(type = "integer"))
      })
  @ProblemResponse(status = "404", means = "`order-not-found`")
  @ProblemResponse(status = "409", means = "`order-not-cancellable`: it is paid")
  @PostMapping("/api/v1/orders/{id}/cancellation")
  ResponseEntity<OrderSummary> cancel(@PathVariable OrderId id) {
    cancellation.request(id);
    OrderRow row = find(id);
    boolean over = row.status() == OrderStatus.CANCELLED;
    var answer =
        ResponseEntity.status(over ? HttpStatus.OK : HttpStatus.ACCEPTED)
            .location(URI.create(Links.path(id)))
            .eTag(IfMatch.etag(row.version()));
    if (!over) {
      answer.header(HttpHeaders.RETRY_AFTER, "1");
    }
    return answer.body(OrderSummary.of(row));
  }

  private OrderRow find(OrderId id) {
    return rows.findById(id.value()).orElseThrow(() -> OrderProblems.notFound(id));
  }

  private static UUID before(@Nullable OrderId after) {
    return after == null ? NEWEST : after.value();
  }
}
