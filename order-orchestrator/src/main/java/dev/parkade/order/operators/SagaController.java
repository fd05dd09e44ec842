package dev.parkade.order.operators;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.orders.OrderProblems;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.storage.OrderRow;
import dev.parkade.order.storage.OrderRows;
import dev.parkade.runtime.http.IfMatch;
import dev.parkade.runtime.http.Page;
import dev.parkade.runtime.http.PageLimit;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Sagas for operators: what stands still and why, and what to do about it.
@RestController
@RequestMapping("/api/v1/sagas")
class SagaController {

  /// After every id.
  private static final UUID NEWEST = new UUID(-1, -1);

  private final OrderRows rows;
  private final Interventions interventions;

  SagaController(OrderRows rows, Interventions interventions) {
    this.rows = rows;
    this.interventions = interventions;
  }

  @Operation(operationId = "listSagas", summary = "Sagas for operators, newest first")
  @GetMapping
  Page<SagaView> sagas(
      @RequestParam(required = false) @Nullable OrderStatus status,
      @PageLimit @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable OrderId after) {
    int size = Page.limit(limit);
    Limit oneMore = Limit.of(size + 1);
    UUID before = after == null ? NEWEST : after.value();
    List<OrderRow> found =
        status == null ? rows.all(before, oneMore) : rows.inStates(states(status), before, oneMore);
    return Page.of(found.stream().map(SagaView::of).toList(), size, saga -> saga.orderId().text());
  }

  @Operation(operationId = "readSaga", summary = "How a saga stands, and what it owes")
  @GetMapping("/{id}")
  ResponseEntity<SagaView> saga(@PathVariable OrderId id) {
    OrderRow row = rows.findById(id.value()).orElseThrow(() -> OrderProblems.notFound(id));
    return ResponseEntity.ok()
        .eTag(IfMatch.etag(row.version()))
        .cacheControl(CacheControl.noCache())
        .body(SagaView.of(row));
  }

  @Operation(
      operationId = "retrySaga",
      summary = "Send the awaited command again, or what was given up")
  @PostMapping("/{id}/retry")
  ResponseEntity<SagaView> retry(
      @PathVariable OrderId id,
      @Valid @RequestBody Action.Retry body,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return act(id, body, ifMatch);
  }

  @Operation(operationId = "skipStep", summary = "Go on without the answer to a step")
  @PostMapping("/{id}/skip")
  ResponseEntity<SagaView> skip(
      @PathVariable OrderId id,
      @Valid @RequestBody Action.Skip body,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return act(id, body, ifMatch);
  }

  @Operation(operationId = "resolveSaga", summary = "End the order by hand")
  @PostMapping("/{id}/resolve")
  ResponseEntity<SagaView> resolve(
      @PathVariable OrderId id,
      @Valid @RequestBody Action.Resolve body,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return act(id, body, ifMatch);
  }

  private ResponseEntity<SagaView> act(OrderId id, Action action, @Nullable String ifMatch) {
    interventions.act(id, action, IfMatch.parse(ifMatch));
    return saga(id);
  }

  private static List<SagaState> states(OrderStatus status) {
    return Arrays.stream(SagaState.values()).filter(state -> state.status() == status).toList();
  }
}
