package dev.parkade.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.local.Endpoints;
import dev.parkade.local.Part;
import dev.parkade.local.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderBookTest {
  private final Deque<String> answers = new ArrayDeque<>();
  private final Deque<String> requests = new ArrayDeque<>();
  private final Rest rest = new Rest();
  private HttpServer server;
  private Shop shop;
  private OrderBook book;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          var answer = answers.removeFirst().split(" ", 2);
          var body = answer[1].getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(Integer.parseInt(answer[0]), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    rest.close();
    server.stop(0);
  }

  @Test
  void remembersEveryChangeOfAStatusOnce() throws InterruptedException {
    sellAt(Part.ORDERS);
    answers.addAll(List.of(order("PENDING"), order("PENDING"), order("CONFIRMED")));

    var seen = book.await(List.of("one"), Shop.OrderView::hasEnded, Duration.ofMinutes(2), story());

    assertThat(seen.getFirst().status()).isEqualTo("CONFIRMED");
    assertThat(book.statuses()).containsEntry("one", List.of("PENDING", "CONFIRMED"));
  }

  @Test
  void remembersWhatARepeatedRequestGot() throws InterruptedException {
    sellAt(Part.ORDERS);
    answers.addAll(List.of("202 {\"id\":\"one\"}", "202 {\"id\":\"two\"}"));
    var lines = List.of(new Shop.Line("book", 1));

    var first = book.place("key", "ada", lines);
    book.repeat("key", first, "ada", lines);

    assertThat(book.all()).containsExactly("one");
    assertThat(book.repeats().getFirst().second()).isEqualTo("two");
  }

  @Test
  void readsWhatIsParkedPageByPage() throws InterruptedException {
    sellAt(Part.PAYMENT);
    answers.add("200 {\"items\":[{\"orderId\":\"one\",\"attempts\":0}],\"next\":\"c1\"}");
    answers.add("200 {\"items\":[{\"orderId\":\"two\",\"attempts\":0}]}");

    var parked = shop.parked();

    assertThat(parked).extracting(Shop.ParkedView::orderId).containsExactly("one", "two");
    assertThat(requests.getLast()).endsWith("&after=c1");
  }

  @Test
  void saysWhatWasAskedWhenAnAnswerBreaksTheContract() {
    sellAt(Part.ORDERS);
    answers.add("404 {\"code\":\"order-not-found\"}");

    assertThatThrownBy(() -> book.look("one"))
        .hasMessageContainingAll("/api/v1/orders/one", "404", "order-not-found");
  }

  /// Shifts all ports so that this service is the server of the test.
  private void sellAt(Part service) {
    var usual = new Ports(0).of(service);
    shop = new Shop(rest, new Endpoints(new Ports(server.getAddress().getPort() - usual)));
    book = new OrderBook(shop, Clock.systemUTC(), "test");
  }

  private static Story story() {
    var nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Story(new Terminal(nowhere, nowhere, false, false));
  }

  private static String order(String status) {
    return """
    200 {"id":"one","status":"%s","lines":[],
      "createdAt":"2026-03-01T12:00:00Z","updatedAt":"2026-03-01T12:00:01Z"}"""
        .formatted(status);
  }
}
