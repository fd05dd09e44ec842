package dev.parkade.order.orders;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.projections.OrderViewRow;
import dev.parkade.order.projections.OrderViews;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.storage.History;
import dev.parkade.order.storage.HistoryLine;
import dev.parkade.order.storage.OrderRow;
import dev.parkade.order.storage.OrderRows;
import dev.parkade.runtime.http.IfMatch;
import dev.parkade.runtime.http.Page;
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
  private final History history;
  private final Cancellation cancellation;

  OrderController(OrderRows rows, OrderViews views, History history, Cancellation cancellation) {
    this.rows = rows;
    this.views = views;
    this.history = history;
    this.cancellation = cancellation;
  }

  @GetMapping("/api/v1/orders/{id}")
  ResponseEntity<OrderView> order(@PathVariable OrderId id) {
    OrderViewRow view = views.findById(id.value()).orElseThrow(() -> OrderProblems.notFound(id));
    // a matching If-None-Match makes this a 304
    return ResponseEntity.ok()
        .eTag(IfMatch.etag(view.version()))
        .cacheControl(CacheControl.noCache())
        .body(OrderView.of(view));
  }

  @GetMapping("/api/v1/orders")
  Page<OrderView> ofCustomer(
      @RequestParam CustomerId customerId,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable OrderId after) {
    int size = Page.limit(limit);
    List<OrderView> found =
        views.ofCustomer(customerId.text(), before(after), Limit.of(size + 1)).stream()
            .map(OrderView::of)
            .toList();
    return Page.of(found, size, order -> order.id().text());
  }

  @GetMapping("/api/v1/orders/{id}/timeline")
  TimelineView timeline(@PathVariable OrderId id) {
    List<HistoryLine> lines = history.of(id);
    if (lines.isEmpty()) {
      throw OrderProblems.notFound(id);
    }
    return TimelineView.of(id, lines);
  }

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

  @GetMapping("/api/v1/sagas")
  Page<SagaView> sagas(
      @RequestParam(required = false) @Nullable OrderStatus status,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable OrderId after) {
    int size = Page.limit(limit);
    Limit oneMore = Limit.of(size + 1);
    List<OrderRow> found =
        status == null
            ? rows.all(before(after), oneMore)
            : rows.withStatus(status, before(after), oneMore);
    return Page.of(found.stream().map(SagaView::of).toList(), size, saga -> saga.orderId().text());
  }

  private OrderRow find(OrderId id) {
    return rows.findById(id.value()).orElseThrow(() -> OrderProblems.notFound(id));
  }

  private static UUID before(@Nullable OrderId after) {
    return after == null ? NEWEST : after.value();
  }
}
