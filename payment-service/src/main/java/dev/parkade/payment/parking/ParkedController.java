package dev.parkade.payment.parking;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.Id;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `GET /api/v1/parked`: the payments that wait in this instance, in pages.
@RestController
@RequestMapping("/api/v1/parked")
class ParkedController {

  private static final int MAX_LIMIT = 500;

  /// @param partitions the partition numbers that this instance runs: what waits in others, their
  ///     instances know
  /// @param next the `after` of the next page; absent on the last one
  @Schema(name = "ParkedPayments")
  record Page(List<ParkedDirectory.Item> items, List<Integer> partitions, @Nullable String next) {}

  private final ParkedDirectory directory;
  private final GateStatus status;
  private final Clock clock;

  ParkedController(ParkedDirectory directory, GateStatus status, Clock clock) {
    this.directory = directory;
    this.status = status;
    this.clock = clock;
  }

  @Operation(
      operationId = "listParked",
      summary = "The payments that wait in this instance",
      description =
          "Page by page: `next` is the `after` of the next one. Other instances know of the other"
              + " `partitions`. `olderThan` is an age such as 90s, 15m or PT2H.")
  @GetMapping
  Page page(
      @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "500"))
          @RequestParam(defaultValue = "100")
          int limit,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable String customerId,
      @RequestParam(required = false) @Nullable String orderId,
      @RequestParam(required = false) @Nullable String waitReason,
      @RequestParam(required = false) @Nullable String olderThan) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw problem("limit must lie between 1 and " + MAX_LIMIT);
    }
    var filter =
        new ParkedDirectory.Filter(
            valid("customerId", customerId, CustomerId::of),
            valid("orderId", orderId, OrderId::of),
            reason(waitReason),
            before(olderThan));
    List<ParkedDirectory.Item> found =
        directory.page(
            valid("after", after, MessageId::of),
            // one more, to know whether there is a next page
            limit + 1,
            filter);
    boolean more = found.size() > limit;
    List<ParkedDirectory.Item> items = more ? found.subList(0, limit) : found;
    return new Page(items, status.running(), more ? items.getLast().commandId() : null);
  }

  private static @Nullable WaitReason reason(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return WaitReason.valueOf(text);
    } catch (IllegalArgumentException e) {
      throw problem("waitReason must be one of " + Arrays.toString(WaitReason.values()));
    }
  }

  private @Nullable Instant before(@Nullable String age) {
    if (age == null) {
      return null;
    }
    try {
      Duration duration = DurationStyle.detectAndParse(age);
      if (!duration.isNegative()) {
        return clock.instant().minus(duration);
      }
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      // answered like a negative one
    }
    throw problem("olderThan must be an age such as 90s, 15m, 2h or PT15M");
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
