package dev.parkade.order.streaming;

import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.Follower;
import dev.parkade.order.scenario.Follower.Event;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.order.storage.History;
import dev.parkade.order.storage.OrderRows;
import dev.parkade.order.watching.OrderNews;
import dev.parkade.order.watching.Watches;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/// A stream reads how its order stands, and then its lines. Orders go on meanwhile.
@OrchestratorTest
class StreamBetweenReadsIT {

  private final Participants participants = Participants.shared();
  @Autowired Watches watches;
  @Autowired OrderNews news;
  @Autowired History history;
  @Autowired OrderRows rows;
  @Autowired StreamSettings settings;
  @Autowired JsonMapper json;
  @LocalServerPort int port;

  @Test
  void anEndThatComesBetweenTheTwoReadsIsToldAndEndsTheStream() {
    Api api = new Api(port);
    OrderId order = api.place();
    int begun = api.timeline(order).size();

    var told = follow(order, thenBeforeTheLines(() -> confirm(api, order)));

    int ended = api.timeline(order).size();
    var expected = new ArrayList<>(numbers(1, begun));
    expected.add("PENDING");
    expected.addAll(numbers(begun + 1, ended));
    expected.add("CONFIRMED");
    assertThat(told).containsExactlyElementsOf(expected);
  }

  /// Lines as their numbers and statuses as their names, until the stream has ended.
  private List<String> follow(OrderId order, StreamReads reads) {
    var out = new ByteArrayOutputStream();
    var client = Executors.newVirtualThreadPerTaskExecutor();
    try (var watch = watches.open(order)) {
      var writer = new EventWriter(out, json);
      var stream = new OrderStream(order, 0, reads, watch, writer, settings.heartbeat());
      var end =
          client.submit(
              () -> {
                stream.run();
                return out.toString(StandardCharsets.UTF_8);
              });
      assertThat(end).succeedsWithin(Participants.SOON);
      return Follower.eventsIn(end.resultNow()).stream().map(StreamBetweenReadsIT::told).toList();
    } finally {
      client.shutdownNow();
    }
  }

  /// Reads that are held up once, right after it was read how the order stands.
  private StreamReads thenBeforeTheLines(Runnable meanwhile) {
    var first = new AtomicBoolean(true);
    return new StreamReads(news, history, rows, settings) {
      @Override
      Standing standing(OrderId order) {
        Standing then = super.standing(order);
        if (first.getAndSet(false)) {
          meanwhile.run();
        }
        return then;
      }
    };
  }

  private void confirm(Api api, OrderId order) {
    participants.answer(order, reserved(order));
    participants.answer(order, charged(order));
    participants.answer(order, committed(order));
    api.awaitEnd(order, "CONFIRMED", "");
  }

  private static String told(Event event) {
    return event.name().equals("status")
        ? event.data().path("status").asString()
        : event.data().path("seq").asString();
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
  }
}
