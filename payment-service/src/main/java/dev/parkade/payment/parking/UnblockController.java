package dev.parkade.payment.parking;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.runtime.http.ProblemResponse;
import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// `POST /api/v1/parked/customers/{id}/unblock`: lets a customer go on whom a dead letter holds
/// back.
@RestController
@RequestMapping("/api/v1/parked/customers")
class UnblockController {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// The gate has begun: it answers as soon as the database and the broker have.
  private static final Duration BEGUN = Duration.ofSeconds(150);

  /// @param reason who decided it and why
  record Decision(
      @NotBlank(message = "must say who decided this and why")
          @Size(max = 500, message = "must have at most 500 characters")
          String reason) {}

  /// @param deadLetters the commands that held the customer back
  /// @param waiting how many commands go on
  @Schema(name = "Unblocked")
  record Done(String customerId, List<String> deadLetters, int waiting) {}

  private final Unblocking unblocking;

  UnblockController(Unblocking unblocking) {
    this.unblocking = unblocking;
  }

  @Operation(
      operationId = "unblockCustomer",
      summary = "Lets a customer go on whom a dead letter holds back")
  @ApiResponse(
      responseCode = "200",
      description = "The customer goes on",
      useReturnTypeSchema = true)
  @ProblemResponse(status = "409", means = "`customer-not-blocked`")
  @ProblemResponse(status = "421", means = "`customer-elsewhere`: another instance owns it")
  @PostMapping("/{id}/unblock")
  Done unblock(@PathVariable CustomerId id, @Valid @RequestBody Decision decision) {
    Unblocking.Request request;
    try {
      request = unblocking.ask(id, decision.reason().strip());
    } catch (IllegalStateException e) {
      throw unavailable(String.valueOf(e.getMessage()));
    }
    return switch (answer(request)) {
      case Unblocking.Unblocked(var given, var waiting) ->
          new Done(id.text(), given.stream().map(e -> e.id().text()).toList(), waiting);
      case Unblocking.NotBlocked() ->
          throw new ProblemException(
              ParkingProblems.CUSTOMER_NOT_BLOCKED,
              "no dead letter holds customer " + id + " back");
      case Unblocking.Elsewhere(var partition) ->
          throw new ProblemException(
              ParkingProblems.CUSTOMER_ELSEWHERE,
              "customer %s belongs to partition %d, which does not run here"
                  .formatted(id, partition),
              Map.of("partition", partition));
    };
  }

  private static Unblocking.Answer answer(Unblocking.Request request) {
    try {
      return waitFor(request, PATIENCE);
    } catch (TimeoutException e) {
      if (request.withdraw()) {
        throw unavailable("the gate did not get to it within " + PATIENCE.toSeconds() + " s");
      }
    }
    try {
      return waitFor(request, BEGUN);
    } catch (TimeoutException e) {
      throw unavailable("the gate began and has not ended; ask again what the customer waits for");
    }
  }

  private static Unblocking.Answer waitFor(Unblocking.Request request, Duration time)
      throws TimeoutException {
    try {
      return request.answer().get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the service stops");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw unavailable(String.valueOf((cause == null ? e : cause).getMessage()));
    }
  }

  private static ProblemException unavailable(String detail) {
    return new ProblemException(CommonProblems.UNAVAILABLE, detail);
  }
}
