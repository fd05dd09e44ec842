package dev.parkade.runtime.operators;

import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.plan.PlanDocument;
import dev.parkade.deadletters.plan.PlanFile;
import dev.parkade.runtime.http.ProblemResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Replays for operators: plan, carry out, watch, cancel.
@RestController
@RequestMapping(ReplayController.PATH)
class ReplayController {

  static final String PATH = "/api/v1/dead-letters";

  private final Planning planning;
  private final Replays replays;
  private final Desk desk;

  ReplayController(Planning planning, Replays replays, Desk desk) {
    this.planning = planning;
    this.replays = replays;
    this.desk = desk;
  }

  @Operation(
      operationId = "planReplay",
      summary = "Decides what a replay would send where, and what it would refuse and why",
      description =
          "Changes nothing. The answer is an exact set, in the format of `ops/parkade dlq plan`: keep"
              + " it as it is, look at it, and send it to `/replays`, or give it to"
              + " `ops/parkade dlq replay`.")
  @PostMapping("/plans")
  PlanDocument plan(@Valid @RequestBody PlanRequest body) {
    return PlanFile.document(planning.plan(body, desk.author(body.who(), body.why())));
  }

  @Operation(
      operationId = "replayDeadLetters",
      summary = "Carries out a plan, or what a filter takes if its number is confirmed",
      description =
          "Sends one and waits for its outcome, then the others, in the order of their origin, each"
              + " once. Goes on in the background: `Location` says how it goes. The same plan again"
              + " goes on where it stopped.")
  @ApiResponse(
      responseCode = "202",
      description = "It has begun",
      headers = @Header(name = "Location", schema = @Schema(type = "string")),
      useReturnTypeSchema = true)
  @ProblemResponse(
      status = "403",
      means = "`dead-letters-read-only`: writes over REST are switched off")
  @ProblemResponse(
      status = "409",
      means =
          "`plan-stale`, `plan-foreign`, `plan-empty`, `confirm-mismatch`, `readers-unconfirmed`,"
              + " `replay-running`, `lease-held`, `fenced`: nothing was sent")
  @PostMapping("/replays")
  ResponseEntity<ReplayView> replay(@Valid @RequestBody ReplayRequest body) {
    desk.mustBeWritable();
    Author author = desk.author(body.who(), body.why());
    replays.mustBeFree();
    Plan plan = plan(body, author);
    planning.readersMustBeConfirmed(plan, body.readers());
    ReplayView begun = replays.start(plan, body.settings(), author);
    return ResponseEntity.accepted()
        .location(URI.create(PATH + "/replays/" + begun.id()))
        .body(begun);
  }

  private Plan plan(ReplayRequest body, Author author) {
    if (body.plan() != null) {
      if (body.choosesBesideThePlan()) {
        throw Planning.invalid(
            "/plan", "a plan says what is replayed: leave the filter and its choices out");
      }
      return planning.taken(body.plan(), author);
    }
    if (body.filter() == null) {
      throw Planning.invalid("/plan", "either a plan or a filter says what is replayed");
    }
    if (body.confirm() == null) {
      throw Planning.invalid("/confirm", "how many the filter replays must be confirmed");
    }
    return planning.confirmed(body.planning(), body.confirm(), author);
  }

  @Operation(
      operationId = "listReplays",
      summary = "The last replays of this instance, newest first")
  @GetMapping("/replays")
  List<ReplayView> replays() {
    return replays.all();
  }

  @Operation(
      operationId = "readReplay",
      summary = "How a replay goes, or how it ended",
      description = "Of another instance, or from before a restart: `replay-gone`, with its run.")
  @ApiResponse(responseCode = "200", description = "As it stands now", useReturnTypeSchema = true)
  @ProblemResponse(status = "404", means = "`replay-unknown`, `replay-gone`")
  @GetMapping("/replays/{id}")
  ReplayView replay(@PathVariable String id) {
    return replays.one(id);
  }

  @Operation(
      operationId = "cancelReplay",
      summary = "Stops a replay after the transaction in hand",
      description = "What was sent stays sent; the same plan goes on. One that is over stays so.")
  @ApiResponse(
      responseCode = "202",
      description = "It stops, or is over",
      content = @Content(schema = @Schema(implementation = ReplayView.class)))
  @ProblemResponse(status = "404", means = "`replay-unknown`, `replay-gone`")
  @DeleteMapping("/replays/{id}")
  ResponseEntity<ReplayView> cancel(@PathVariable String id) {
    desk.mustBeWritable();
    return ResponseEntity.accepted().body(replays.cancel(id));
  }
}
