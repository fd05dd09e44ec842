package dev.parkade.runtime.operators;

import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.selection.Period;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.deadletters.selection.SelectionBuilder;
import dev.parkade.runtime.http.Page;
import dev.parkade.runtime.http.PageLimit;
import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Dead letters for operators: what there is, and why. Reads only; the command line replays.
@RestController
@RequestMapping("/api/v1/dead-letters")
class DeadLetterController {

  private final Desk desk;

  DeadLetterController(Desk desk) {
    this.desk = desk;
  }

  @Operation(
      operationId = "listDeadLetters",
      summary = "Dead letters of this service, open ones if no state is named",
      description =
          "Page by page: `next` is the `after` of the next one. `ready=true`: only those whose cause"
              + " is gone. `from` and `before` are when they were set aside.")
  @GetMapping
  DeadLetterPage list(
      @RequestParam(required = false) @Nullable List<LetterState> state,
      @RequestParam(required = false) @Nullable List<String> reason,
      @RequestParam(required = false) @Nullable String orderId,
      @RequestParam(required = false) @Nullable String customerId,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant before,
      @RequestParam(defaultValue = "false") boolean ready,
      @PageLimit @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String after) {
    SelectionBuilder selection = selection(state, reason, from, before);
    if (orderId != null) {
      selection.order(orderId);
    }
    if (customerId != null) {
      selection.customer(customerId);
    }
    if (ready) {
      selection.ready();
    }
    return desk.page(
        selection.build(), Page.limit(limit), after == null ? null : id(after, "after"));
  }

  @Operation(
      operationId = "groupDeadLetters",
      summary = "Dead letters that failed alike, open ones if no state is named",
      description = "Looks at the newest 20,000 of each partition.")
  @GetMapping("/groups")
  DeadLetterGroups groups(
      @RequestParam(required = false) @Nullable List<LetterState> state,
      @RequestParam(required = false) @Nullable List<String> reason,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant before) {
    return desk.groups(selection(state, reason, from, before).build());
  }

  @Operation(
      operationId = "readDeadLetter",
      summary = "All that is known about one dead letter, personal data masked")
  @GetMapping("/{id}")
  DeadLetterDetail one(@PathVariable String id) {
    return desk.detail(id(id, "the id"));
  }

  private SelectionBuilder selection(
      @Nullable List<LetterState> states,
      @Nullable List<String> reasons,
      @Nullable Instant from,
      @Nullable Instant before) {
    SelectionBuilder selection = Selection.builder().topic(desk.topic());
    if (states != null) {
      selection.states(states);
    }
    if (reasons != null) {
      selection.reasons(reasons);
    }
    try {
      return selection.at(from == null && before == null ? null : new Period(from, before));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(CommonProblems.INVALID_PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  private DeadLetterId id(String text, String what) {
    return DeadLetterId.parse(text)
        .filter(id -> id.topic().equals(desk.topic()))
        .orElseThrow(
            () ->
                new ProblemException(
                    CommonProblems.INVALID_PARAMETER,
                    "%s must be a dead letter of this service, like %s-3@17"
                        .formatted(what, desk.topic())));
  }
}
