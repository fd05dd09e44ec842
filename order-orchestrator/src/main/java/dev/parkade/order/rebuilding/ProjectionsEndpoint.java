package dev.parkade.order.rebuilding;

import java.util.Locale;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.stereotype.Component;

/// On the management port: `POST /actuator/projections/rebuild` and `…/verify` begin a run and
/// answer 202, or 409 if one is running; `GET /actuator/projections` says how far it is, `DELETE`
/// stops it after its batch. `ops/parkade projections` is made for it.
@Component
@WebEndpoint(id = "projections")
class ProjectionsEndpoint {

  private final Runs runs;

  ProjectionsEndpoint(Runs runs) {
    this.runs = runs;
  }

  /// Why nothing was begun.
  record Refusal(String error) {}

  @ReadOperation
  RunStatus status() {
    return runs.status();
  }

  @WriteOperation
  WebEndpointResponse<Object> start(@Selector String what) {
    Kind kind;
    try {
      kind = Kind.valueOf(what.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      return new WebEndpointResponse<>(
          new Refusal("there is nothing to " + what + "; there are rebuild and verify"), 404);
    }
    try {
      return new WebEndpointResponse<>(runs.start(kind), 202);
    } catch (RunRefused refused) {
      return new WebEndpointResponse<>(new Refusal(String.valueOf(refused.getMessage())), 409);
    }
  }

  @DeleteOperation
  RunStatus stop() {
    return runs.stop();
  }
}
