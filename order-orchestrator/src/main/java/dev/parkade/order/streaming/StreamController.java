package dev.parkade.order.streaming;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.watching.News;
import dev.parkade.order.watching.Watches;
import dev.parkade.runtime.http.ProblemResponse;
import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// `GET /api/v1/orders/{id}/events`. A stream lives on the virtual thread of its request, which is
/// no thread of the machine while it waits.
@RestController
class StreamController {

  private static final Logger log = LoggerFactory.getLogger(StreamController.class);
  private static final Pattern LINE_NUMBER = Pattern.compile("\\d{1,9}");
  private static final Duration COME_BACK = Duration.ofSeconds(5);

  private final StreamReads reads;
  private final Watches watches;
  private final StreamSettings settings;
  private final JsonMapper json;
  private final Semaphore free;

  StreamController(
      StreamReads reads,
      Watches watches,
      StreamSettings settings,
      JsonMapper json,
      MeterRegistry meters) {
    this.reads = reads;
    this.watches = watches;
    this.settings = settings;
    this.json = json;
    this.free = new Semaphore(settings.maxOpen());
    Gauge.builder("parkade.streams.open", free, f -> settings.maxOpen() - f.availablePermits())
        .description("Clients that follow an order right now")
        .register(meters);
  }

  @Operation(
      operationId = "followOrder",
      summary = "Follows an order while it happens (server-sent events)",
      description =
          "`progress` events are the lines of the timeline; the id of each is its `seq`."
              + " `status` events say how the order stands when they are sent. Ends with the order."
              + " `Last-Event-ID` goes on behind that event.")
  @ApiResponse(
      responseCode = "200",
      description = "The events, and a comment now and then",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
              schema = @Schema(type = "string")))
  @ApiResponse(
      responseCode = "204",
      description = "The order has ended, and everything about it has been told",
      content = @Content)
  @ProblemResponse(status = "404", means = "`order-not-found`")
  @ProblemResponse(status = "503", means = "`too-many-streams`: try again")
  @GetMapping(path = "/api/v1/orders/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void events(
      @PathVariable OrderId id,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response) {
    int seen = seen(lastEventId);
    News news = reads.news(id);
    if (seen > news.length()) {
      throw new ProblemException(
          CommonProblems.INVALID_PARAMETER,
          "Last-Event-ID is %d, but order %s has only %d events so far"
              .formatted(seen, id, news.length()));
    }
    if (seen == news.length() && news.status().isFinal()) {
      // makes a browser stop to connect again
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    if (request.getMethod().equals("HEAD")) {
      return;
    }
    if (!free.tryAcquire()) {
      throw new ProblemException(
          StreamProblems.TOO_MANY_STREAMS,
          settings.maxOpen() + " streams are open in this instance",
          Map.of(),
          COME_BACK);
    }
    try {
      follow(id, seen, response);
    } finally {
      free.release();
    }
  }

  private void follow(OrderId id, int seen, HttpServletResponse response) {
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
    // proxies that gather answers before they pass them on would hold the events back
    response.setHeader("X-Accel-Buffering", "no");
    try (var watch = watches.open(id)) {
      var writer = new EventWriter(response.getOutputStream(), json);
      new OrderStream(id, seen, reads, watch, writer, settings.heartbeat()).run();
    } catch (IOException gone) {
      log.debug("a client that followed order {} has gone: {}", id, gone.toString());
    } catch (RuntimeException failed) {
      if (!response.isCommitted()) {
        // what follows is a problem document
        response.resetBuffer();
      }
      throw failed;
    }
  }

  private static int seen(@Nullable String lastEventId) {
    if (lastEventId == null || lastEventId.isEmpty()) {
      return 0;
    }
    if (!LINE_NUMBER.matcher(lastEventId).matches()) {
      throw new ProblemException(
          CommonProblems.INVALID_PARAMETER,
          "Last-Event-ID must be the id of an event of this order, which is a number;"
              + " leave it out to get all events");
    }
    return Integer.parseInt(lastEventId);
  }
}
