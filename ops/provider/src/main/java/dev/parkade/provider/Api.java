package dev.parkade.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The provider's requests and answers, and what faults do to them.
final class Api implements HttpHandler {

  private static final int LARGEST_BODY = 16 * 1024;
  private static final int LONGEST_KEY = 200;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private record Answer(int status, Object body) {}

  private final String name;
  private final Ledger ledger;
  private final Faults faults;
  private final CountDownLatch closing;

  /// @param closing ends all waiting
  Api(String name, Ledger ledger, Faults faults, CountDownLatch closing) {
    this.name = name;
    this.ledger = ledger;
    this.faults = faults;
    this.closing = closing;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      Operation operation = operation(request);
      if (operation == null) {
        send(exchange, answer(() -> administer(request, body)));
      } else {
        answerOrFail(exchange, operation, () -> work(exchange, operation, request, body));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answerOrFail(HttpExchange exchange, Operation operation, Supplier<Answer> work)
      throws IOException, InterruptedException {
    Behaviour behaviour = faults.next(operation);
    switch (behaviour.mode()) {
      case UP -> send(exchange, answer(work));
      case SLOW -> {
        await(behaviour);
        send(exchange, answer(work));
      }
      case DOWN ->
          send(
              exchange,
              problem(
                  new Refusal(
                      503, "unavailable-before-work", "told to be down; nothing was done")));
      case CUTS -> exchange.close();
      case TAKES_AND_CUTS -> {
        answer(work);
        exchange.close();
      }
      case TAKES_AND_HANGS -> {
        answer(work);
        await(behaviour);
        exchange.close();
      }
    }
  }

  private void await(Behaviour behaviour) throws InterruptedException {
    if (closing.await(behaviour.latency(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("the simulator is being closed");
    }
  }

  private static @Nullable Operation operation(String request) {
    if (request.equals("POST /charges")) {
      return Operation.CHARGE;
    }
    if (request.equals("POST /refunds")) {
      return Operation.REFUND;
    }
    if (request.matches("PUT /charges/[^/]+/void")) {
      return Operation.VOID;
    }
    return request.matches("GET /(charges|refunds)/[^/]+") ? Operation.QUERY : null;
  }

  private Answer work(HttpExchange exchange, Operation operation, String request, byte[] body) {
    String[] path = request.split("/", -1);
    return switch (operation) {
      case CHARGE -> {
        var answer = ledger.charge(key(exchange), checked(read(body, ChargeBody.class)));
        yield charged(answer.entry(), answer.replayed() ? 200 : 201);
      }
      case REFUND -> {
        var answer = ledger.refund(key(exchange), checked(read(body, RefundBody.class)));
        yield new Answer(answer.replayed() ? 200 : 201, answer.entry());
      }
      case VOID -> new Answer(200, ledger.voidUnlessTaken(path[2]));
      case QUERY ->
          new Answer(
              200,
              (path[1].equals("charges") ? ledger.charge(path[2]) : ledger.refund(path[2]))
                  .map(Object.class::cast)
                  .orElseThrow(() -> notFound(path[2])));
    };
  }

  private static Refusal notFound(String key) {
    return new Refusal(
        404, "not-found", key + " has not been decided; a request under way may still decide it");
  }

  private static Answer charged(Charge charge, int status) {
    return switch (charge.status()) {
      case TAKEN, REFUNDED -> new Answer(status, charge);
      case DECLINED -> throw new Refusal(402, "declined", String.valueOf(charge.reason()));
      case VOIDED ->
          throw new Refusal(409, "voided", "charge " + charge.key() + " was voided before it came");
    };
  }

  private Answer administer(String request, byte[] body) {
    return switch (request) {
      case "GET /" ->
          new Answer(
              200, Map.of("simulator", true, "name", name, "notice", ProviderSimulator.NOTICE));
      case "GET /ledger" -> {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("simulator", true);
        all.put("name", name);
        all.put("charges", ledger.charges());
        all.put("refunds", ledger.refunds());
        all.put("behaviours", faults.happened());
        yield new Answer(200, all);
      }
      case "GET /behaviour" -> new Answer(200, faults.current());
      case "PUT /behaviour" -> {
        Behaviour behaviour = read(body, Behaviour.class);
        require(behaviour.problem());
        faults.set(behaviour);
        yield new Answer(200, behaviour);
      }
      default -> throw new Refusal(404, "no-such-request", "nothing answers " + request);
    };
  }

  private static String key(HttpExchange exchange) {
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    if (key == null || !key.matches("[A-Za-z0-9._:-]{1," + LONGEST_KEY + "}")) {
      throw new Refusal(
          400,
          "idempotency-key-required",
          "send a header Idempotency-Key of 1 to %d of A-Z a-z 0-9 . _ : -".formatted(LONGEST_KEY));
    }
    return key;
  }

  private static <T> T read(byte[] body, Class<T> type) {
    if (body.length > LARGEST_BODY) {
      throw new Refusal(413, "too-large", "the body has more than " + LARGEST_BODY + " bytes");
    }
    try {
      T value = JSON.readValue(body, type);
      require(value == null ? "the body is null" : null);
      return value;
    } catch (JacksonException e) {
      throw new Refusal(400, "invalid-body", e.getOriginalMessage());
    }
  }

  private static ChargeBody checked(ChargeBody body) {
    requireText("orderId", body.orderId());
    requireText("customerId", body.customerId());
    requireAmount(body.amountMinor(), body.currency());
    return body;
  }

  private static RefundBody checked(RefundBody body) {
    requireText("charge", body.charge());
    requireAmount(body.amountMinor(), body.currency());
    return body;
  }

  private static void requireText(String field, @Nullable String value) {
    boolean good = value != null && !value.isBlank() && value.length() <= LONGEST_KEY;
    require(good ? null : field + " is missing or longer than " + LONGEST_KEY);
  }

  private static void requireAmount(@Nullable Long amount, @Nullable String currency) {
    require(amount == null || amount < 0 ? "amountMinor is missing or negative" : null);
    boolean good = currency != null && currency.matches("[A-Z]{3}");
    require(good ? null : "currency is not an ISO 4217 code");
  }

  private static void require(@Nullable String problem) {
    if (problem != null) {
      throw new Refusal(400, "invalid-body", problem);
    }
  }

  private static Answer answer(Supplier<Answer> work) {
    try {
      return work.get();
    } catch (Refusal refusal) {
      return problem(refusal);
    }
  }

  private static Answer problem(Refusal refusal) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "about:blank");
    document.put("title", refusal.code().replace('-', ' ').toUpperCase(Locale.ROOT));
    document.put("status", refusal.status());
    document.put("code", refusal.code());
    document.put("detail", refusal.getMessage());
    return new Answer(refusal.status(), document);
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] bytes = JSON.writeValueAsString(answer.body()).getBytes(UTF_8);
    boolean good = answer.status() < 400;
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", good ? "application/json" : "application/problem+json");
    headers.set("Parkade-Simulator", "true");
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
