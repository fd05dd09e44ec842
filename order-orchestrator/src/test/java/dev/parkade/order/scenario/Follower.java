package dev.parkade.order.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.testkit.waiting.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The test as a client that follows an order: an `EventSource` that can be hung up.
public final class Follower implements AutoCloseable {

  /// One connection each, and no thread of the machine.
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  private final Lines lines = new Lines();
  private final CompletableFuture<HttpResponse<Void>> response;

  /// What was received.
  public record Event(int id, String name, JsonNode data) {}

  /// @param lastEventId empty for a first connection
  public Follower(int port, OrderId order, String lastEventId) {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/api/v1/orders/" + order + "/events"))
            .header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    response = HTTP.sendAsync(request.build(), BodyHandlers.fromLineSubscriber(lines));
  }

  /// What a client reads from this text.
  public static List<Event> eventsIn(String text) {
    var lines = new Lines();
    text.lines().forEach(lines::onNext);
    return lines.events;
  }

  public List<Event> events() {
    return lines.events;
  }

  public int heartbeats() {
    return lines.heartbeats.get();
  }

  public List<Integer> ids() {
    return events().stream().filter(e -> e.name().equals("progress")).map(Event::id).toList();
  }

  public List<String> statuses() {
    return events().stream()
        .filter(e -> e.name().equals("status"))
        .map(e -> e.data().path("status").asString())
        .toList();
  }

  /// Waits until the line of this number has been received.
  public Follower awaitProgress(int id) {
    Eventually.within(Participants.SOON, () -> assertThat(ids()).contains(id));
    return this;
  }

  public Follower awaitStatus(String status) {
    Eventually.within(Participants.SOON, () -> assertThat(statuses()).contains(status));
    return this;
  }

  /// Waits until the server has ended the stream.
  public HttpResponse<Void> awaitEnd() {
    Eventually.within(
        Participants.SOON,
        () ->
            assertThat(response)
                .as("a stream that told %s and was silent %d times", events(), heartbeats())
                .isCompleted());
    return response.join();
  }

  public boolean isOpen() {
    return lines.subscription != null && !lines.ended;
  }

  @Override
  public void close() {
    if (lines.subscription != null) {
      lines.subscription.cancel();
    }
    response.cancel(true);
  }

  private static final class Lines implements Flow.Subscriber<String> {

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger heartbeats = new AtomicInteger();
    private volatile Flow.Subscription subscription;
    private volatile boolean ended;
    private int id;
    private String name = "";

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      if (line.startsWith("id: ")) {
        id = Integer.parseInt(line.substring(4));
      } else if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("data: ")) {
        events.add(new Event(id, name, JsonMapper.shared().readTree(line.substring(6))));
      } else if (line.equals(":")) {
        heartbeats.incrementAndGet();
      }
    }

    @Override
    public void onError(Throwable failure) {
      ended = true;
    }

    @Override
    public void onComplete() {
      ended = true;
    }
  }
}
