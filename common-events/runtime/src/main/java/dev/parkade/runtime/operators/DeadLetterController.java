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
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Dead letters for operators: what there is, and why.
@RestController
@RequestMapping(ReplayController.PATH)
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
    return desk.page(
        selection(state, reason, orderId, customerId, from, before, ready),
        Page.limit(limit),
        after == null ? null : id(after, "after"));
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
    return desk.groups(selection(state, reason, null, null, from, before, false));
  }

  @Operation(
      operationId = "countDeadLetters",
      summary = "How many were set aside when, by reason, open ones if no state is named",
      description =
          "Looks at the newest 20,000 of each partition. Stretches of time widen as the range grows.")
  @GetMapping("/statistics")
  DeadLetterStatistics statistics(
      @RequestParam(required = false) @Nullable List<LetterState> state,
      @RequestParam(required = false) @Nullable List<String> reason,
      @RequestParam(required = false) @Nullable String orderId,
      @RequestParam(required = false) @Nullable String customerId,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant before,
      @RequestParam(defaultValue = "false") boolean ready,
      @Parameter(description = "how long a stretch of time is at least")
          @RequestParam(required = false)
          @Nullable Integer bucketSeconds) {
    if (bucketSeconds != null && bucketSeconds < 1) {
      throw new ProblemException(
          CommonProblems.INVALID_PARAMETER, "bucketSeconds must be at least 1");
    }
    return desk.statistics(
        selection(state, reason, orderId, customerId, from, before, ready),
        bucketSeconds == null ? null : Duration.ofSeconds(bucketSeconds));
  }

  @Operation(
      operationId = "readDeadLetter",
      summary = "All that is known about one dead letter, personal data masked")
  @GetMapping("/{id}")
  DeadLetterDetail one(@PathVariable String id) {
    return desk.detail(id(id, "the id"));
  }

  private Selection selection(
      @Nullable List<LetterState> states,
      @Nullable List<String> reasons,
      @Nullable String orderId,
      @Nullable String customerId,
      @Nullable Instant from,
      @Nullable Instant before,
      boolean ready) {
    SelectionBuilder selection = Selection.builder().topic(desk.topic());
    if (states != null) {
      selection.states(states);
    }
    if (reasons != null) {
      selection.reasons(reasons);
    }
    if (orderId != null) {
      selection.order(orderId);
    }
    if (customerId != null) {
      selection.customer(customerId);
    }
    if (ready) {
      selection.ready();
    }
    try {
      return selection.at(from == null && before == null ? null : new Period(from, before)).build();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(CommonProblems.INVALID_PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  private DeadLetterId id(String text, String what) {
    try {
      return DeadLetterFilter.own(text, desk.topic());
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          CommonProblems.INVALID_PARAMETER, "%s: %s".formatted(what, e.getMessage()));
    }
  }
}
