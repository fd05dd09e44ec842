package dev.parkade.payment.gateway;

import dev.parkade.messages.id.MessageId;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A provider over HTTP. Two things only are certain to have done nothing: a connection that was
/// not made, and a 503 whose problem document has the code `unavailable-before-work`, by which the
/// provider promises it. Every other answer that is not understood is ambiguous: it is asked about,
/// never taken for a no.
final class HttpProvider implements Provider, AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String BEFORE_WORK = "unavailable-before-work";

  private record Reply(int status, JsonNode body) {

    String text(String field) {
      return body.path(field).asString("");
    }

    String problem() {
      return "HTTP %d %s %s".formatted(status, text("code"), text("detail"));
    }
  }

  private final String name;
  private final URI url;
  private final Duration timeLimit;
  private final HttpClient client;

  /// @param timeLimit how long a request may take once it is connected
  HttpProvider(ProviderSettings.Endpoint endpoint, Duration connectTimeout, Duration timeLimit) {
    this.name = endpoint.name();
    this.url = endpoint.url();
    this.timeLimit = timeLimit;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .build();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Outcome charge(Charge charge) {
    Map<String, Object> body =
        Map.of(
            "orderId", charge.order().text(),
            "customerId", charge.customer(),
            "amountMinor", charge.amount().amount(),
            "currency", charge.amount().currency());
    return send(post("/charges", charge.key().text(), body), this::charged);
  }

  @Override
  public Outcome refund(Refund refund) {
    Map<String, Object> body =
        Map.of(
            "charge", refund.charge().text(),
            "amountMinor", refund.amount().amount(),
            "currency", refund.amount().currency());
    // one refund command may have to undo several charges
    String key = refund.key().text() + "." + refund.charge().text();
    return send(post("/refunds", key, body), this::refunded);
  }

  @Override
  public Optional<Outcome> find(MessageId charge) {
    Outcome outcome = send(request("/charges/" + charge.text()).GET(), this::known);
    return switch (outcome) {
      case Outcome.Approved _, Outcome.Declined _, Outcome.Withdrawn _ -> Optional.of(outcome);
      case Outcome.Unavailable _, Outcome.Ambiguous _, Outcome.NotAsked _ -> Optional.empty();
    };
  }

  @Override
  public Outcome withdraw(MessageId charge) {
    return send(
        request("/charges/" + charge.text() + "/void").PUT(BodyPublishers.noBody()), this::known);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private Outcome charged(Reply reply) {
    return switch (reply.status()) {
      case 200, 201 -> known(reply);
      case 402 -> new Outcome.Declined(reply.text("detail"));
      case 409 -> reply.text("code").equals("voided") ? withdrawn() : unclear(reply);
      default -> unclear(reply);
    };
  }

  private Outcome refunded(Reply reply) {
    JsonNode returned = reply.body().path("moneyReturned");
    if (reply.status() > 201 || !returned.isBoolean()) {
      return unclear(reply);
    }
    return returned.asBoolean()
        ? new Outcome.Approved(name, reply.text("id"))
        : new Outcome.Withdrawn(name + " had taken nothing");
  }

  /// What the provider says about a charge.
  private Outcome known(Reply reply) {
    if (reply.status() > 201) {
      return unclear(reply);
    }
    return switch (reply.text("status")) {
      case "TAKEN" -> new Outcome.Approved(name, reply.text("id"));
      case "DECLINED" -> new Outcome.Declined(reply.text("reason"));
      case "VOIDED" -> withdrawn();
      // final, and no reason to take it elsewhere
      case "REFUNDED" -> new Outcome.Declined("the charge was undone");
      default -> unclear(reply);
    };
  }

  private Outcome withdrawn() {
    return new Outcome.Withdrawn(name + " has taken nothing and will not");
  }

  private Outcome unclear(Reply reply) {
    boolean promised = reply.status() == 503 && reply.text("code").equals(BEFORE_WORK);
    String detail = name + " answered " + reply.problem();
    return promised ? new Outcome.Unavailable(detail) : new Outcome.Ambiguous(detail);
  }

  private HttpRequest.Builder post(String path, String key, Map<String, Object> body) {
    return request(path)
        .header("Idempotency-Key", key)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  private HttpRequest.Builder request(String path) {
    String base = url.toString().replaceAll("/$", "");
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(timeLimit);
  }

  private Outcome send(HttpRequest.Builder request, Function<Reply, Outcome> meaning) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return meaning.apply(new Reply(response.statusCode(), JSON.readTree(response.body())));
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return new Outcome.Unavailable(name + " cannot be connected to: " + e);
    } catch (IOException | JacksonException e) {
      return new Outcome.Ambiguous(name + " did not answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Ambiguous("interrupted while " + name + " was asked");
    }
  }
}
