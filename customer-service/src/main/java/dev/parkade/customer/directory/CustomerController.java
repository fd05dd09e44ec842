package dev.parkade.customer.directory;

import static org.springframework.http.HttpHeaders.IF_MATCH;
import static org.springframework.http.HttpHeaders.IF_NONE_MATCH;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.runtime.http.IfMatch;
import dev.parkade.runtime.http.Page;
import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import dev.parkade.runtime.tracing.RequestTrace;
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

  @PostMapping
  ResponseEntity<CustomerView> register(
      @Valid @RequestBody CustomerDetails details, HttpServletRequest request) {
    return created(registration.register(details, RequestTrace.of(request)));
  }

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

  @PostMapping("/{id}/deactivation")
  ResponseEntity<CustomerView> deactivate(
      @PathVariable CustomerId id,
      @RequestHeader(name = IF_MATCH, required = false) @Nullable String ifMatch,
      HttpServletRequest request) {
    var precondition = Precondition.of(ifMatch, null);
    return answer(id, registration.deactivate(id, precondition, RequestTrace.of(request)));
  }

  @GetMapping("/{id}")
  ResponseEntity<CustomerView> read(@PathVariable CustomerId id) {
    return ok(customers.find(id).orElseThrow(() -> notFound(id)).view());
  }

  @GetMapping
  Page<CustomerView> list(
      @RequestParam(required = false) @Nullable Integer limit,
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
