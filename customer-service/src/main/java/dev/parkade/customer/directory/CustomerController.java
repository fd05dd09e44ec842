package dev.parkade.customer.directory;

import static org.springframework.http.HttpHeaders.IF_MATCH;
import static org.springframework.http.HttpHeaders.IF_NONE_MATCH;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.runtime.http.IfMatch;
import dev.parkade.runtime.http.Page;
import dev.parkade.runtime.http.PageLimit;
import dev.parkade.runtime.http.ProblemResponse;
import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import dev.parkade.runtime.tracing.RequestTrace;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/customers")
class CustomerController {

  private final Registration registration;
  private final Customers customers;

  CustomerController(Registration registration, Customers customers) {
    this.registration = registration;
    this.customers = customers;
  }

  @Operation(operationId = "registerCustomer", summary = "Registers a customer")
  @ApiResponse(
      responseCode = "201",
      description = "Registered; `Location` is its address, the ETag its version",
      headers = {
        @Header(name = "Location", schema = @Schema(type = "string")),
        @Header(name = "ETag", schema = @Schema(type = "string"))
      },
      useReturnTypeSchema = true)
  @PostMapping
  ResponseEntity<CustomerView> register(
      @Valid @RequestBody CustomerDetails details, HttpServletRequest request) {
    return created(registration.register(details, RequestTrace.of(request)));
  }

  @Operation(
      operationId = "putCustomer",
      summary = "Registers a customer under an id of yours, or changes one",
      description =
          "The same content again is no change. To change one, send its ETag as `If-Match`.")
  @ApiResponse(responseCode = "200", description = "As it is now", useReturnTypeSchema = true)
  @ApiResponse(responseCode = "201", description = "Registered", useReturnTypeSchema = true)
  @ProblemResponse(status = "412", means = "`precondition-failed`: it has another version")
  @ProblemResponse(status = "428", means = "`precondition-required`: it has another content")
  @PutMapping("/{id}")
  ResponseEntity<CustomerView> put(
      @PathVariable CustomerId id,
      @Valid @RequestBody CustomerDetails details,
      @RequestHeader(name = IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestHeader(name = IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch,
      HttpServletRequest request) {
    var precondition = Precondition.of(ifMatch, ifNoneMatch);
    return answer(id, registration.put(id, details, precondition, RequestTrace.of(request)));
  }

  @Operation(
      operationId = "deactivateCustomer",
      summary = "Refuses new charges of a customer from now on",
      description = "Asking again changes nothing.")
  @ApiResponse(responseCode = "200", description = "As it is now", useReturnTypeSchema = true)
  @ProblemResponse(status = "404", means = "`customer-not-found`")
  @ProblemResponse(status = "412", means = "`precondition-failed`: it has another version")
  @PostMapping("/{id}/deactivation")
  ResponseEntity<CustomerView> deactivate(
      @PathVariable CustomerId id,
      @RequestHeader(name = IF_MATCH, required = false) @Nullable String ifMatch,
      HttpServletRequest request) {
    var precondition = Precondition.of(ifMatch, null);
    return answer(id, registration.deactivate(id, precondition, RequestTrace.of(request)));
  }

  @Operation(operationId = "readCustomer", summary = "One customer; the ETag is its version")
  @ApiResponse(responseCode = "200", description = "The customer", useReturnTypeSchema = true)
  @ProblemResponse(status = "404", means = "`customer-not-found`")
  @GetMapping("/{id}")
  ResponseEntity<CustomerView> read(@PathVariable CustomerId id) {
    return ok(customers.find(id).orElseThrow(() -> notFound(id)).view());
  }

  @Operation(
      operationId = "listCustomers",
      summary = "All customers, in order of their ids",
      description = "Page by page: `next` is the `after` of the next one.")
  @GetMapping
  Page<CustomerView> list(
      @PageLimit @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable CustomerId after) {
    int size = Page.limit(limit);
    List<CustomerView> rows = customers.list(after, size + 1).stream().map(Customer::view).toList();
    return Page.of(rows, size, customer -> customer.id().text());
  }

  private static ResponseEntity<CustomerView> answer(CustomerId id, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Registered(var customer) -> created(customer);
      case Outcome.Changed(var customer) -> ok(customer);
      case Outcome.Unchanged(var customer) -> ok(customer);
      case Outcome.Unknown() -> throw notFound(id);
      case Outcome.Outdated(long version) ->
          throw new ProblemException(
              CommonProblems.PRECONDITION_FAILED,
              "customer %s has version %d, which is not what the request asked for"
                  .formatted(id, version),
              Map.of("currentVersion", version));
      case Outcome.VersionNeeded(long version) ->
          throw new ProblemException(
              CommonProblems.PRECONDITION_REQUIRED,
              "customer %s exists with other content; to change it send If-Match with its ETag, now %s"
                  .formatted(id, IfMatch.etag(version)),
              Map.of("currentVersion", version));
    };
  }

  private static ResponseEntity<CustomerView> created(CustomerView customer) {
    return ResponseEntity.created(URI.create("/api/v1/customers/" + customer.id()))
        .eTag(IfMatch.etag(customer.version()))
        .body(customer);
  }

  private static ResponseEntity<CustomerView> ok(CustomerView customer) {
    return ResponseEntity.ok().eTag(IfMatch.etag(customer.version())).body(customer);
  }

  private static ProblemException notFound(CustomerId id) {
    return new ProblemException(
        CustomerProblems.CUSTOMER_NOT_FOUND, "there is no customer " + id + " here");
  }
}
