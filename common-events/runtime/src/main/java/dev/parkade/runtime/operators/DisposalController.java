package dev.parkade.runtime.operators;

import dev.parkade.runtime.http.Page;
import dev.parkade.runtime.http.PageLimit;
import dev.parkade.runtime.http.ProblemResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Says that dead letters are not needed, takes it back, and tells who did what.
@RestController
@RequestMapping(ReplayController.PATH)
class DisposalController {

  private final Disposals disposals;
  private final Desk desk;

  DisposalController(Disposals disposals, Desk desk) {
    this.disposals = disposals;
    this.desk = desk;
  }

  @Operation(
      operationId = "discardDeadLetters",
      summary = "Decides that open dead letters are not needed",
      description =
          "They stay on their topic, are left out from then on, and can be restored. Those that are"
              + " not open are left alone and counted.")
  @ApiResponse(responseCode = "200", description = "It is done", useReturnTypeSchema = true)
  @ProblemResponse(
      status = "403",
      means = "`dead-letters-read-only`: writes over REST are switched off")
  @ProblemResponse(
      status = "409",
      means = "`confirm-mismatch`, `too-many-dead-letters`, `lease-held`, `fenced`")
  @PostMapping("/discards")
  DisposalView discard(@Valid @RequestBody DisposalRequest body) {
    desk.mustBeWritable();
    return disposals.discard(body, desk.author(body.who(), body.why()));
  }

  @Operation(
      operationId = "restoreDeadLetters",
      summary = "Makes discarded dead letters open again")
  @ApiResponse(responseCode = "200", description = "It is done", useReturnTypeSchema = true)
  @ProblemResponse(
      status = "403",
      means = "`dead-letters-read-only`: writes over REST are switched off")
  @ProblemResponse(
      status = "409",
      means = "`confirm-mismatch`, `too-many-dead-letters`, `lease-held`, `fenced`")
  @PostMapping("/restorations")
  DisposalView restore(@Valid @RequestBody DisposalRequest body) {
    desk.mustBeWritable();
    return disposals.restore(body, desk.author(body.who(), body.why()));
  }

  @Operation(
      operationId = "auditDeadLetters",
      summary = "What people and policies did with dead letters of this service, newest first",
      description = "Over REST, on the command line, or by themselves: it is the ledger.")
  @GetMapping("/audit")
  Page<RunView> audit(
      @PageLimit @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String after) {
    return desk.runs(Page.limit(limit), after);
  }
}
