package dev.parkade.payment.parking;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.Id;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `GET /api/v1/parked`: the payments that wait in this instance, in pages.
@RestController
@RequestMapping("/api/v1/parked")
class ParkedController {

  private static final int MAX_LIMIT = 500;

  /// @param next the `after` of the next page; absent on the last one
  record Page(List<ParkedDirectory.Item> items, @Nullable String next) {}

  private final ParkedDirectory directory;

  ParkedController(ParkedDirectory directory) {
    this.directory = directory;
  }

  @GetMapping
  Page page(
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable String customerId,
      @RequestParam(required = false) @Nullable String orderId) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw problem("limit must lie between 1 and " + MAX_LIMIT);
    }
    List<ParkedDirectory.Item> found =
        directory.page(
            valid("after", after, MessageId::of),
            // one more, to know whether there is a next page
            limit + 1,
            valid("customerId", customerId, CustomerId::of),
            valid("orderId", orderId, OrderId::of));
    boolean more = found.size() > limit;
    List<ParkedDirectory.Item> items = more ? found.subList(0, limit) : found;
    return new Page(items, more ? items.getLast().commandId() : null);
  }

  private static @Nullable String valid(
      String name, @Nullable String text, Function<String, Id> parse) {
    if (text == null) {
      return null;
    }
    try {
      return parse.apply(text).text();
    } catch (IllegalArgumentException e) {
      throw problem(name + " is " + e.getMessage());
    }
  }

  private static ProblemException problem(String detail) {
    return new ProblemException(CommonProblems.INVALID_PARAMETER, detail);
  }
}
