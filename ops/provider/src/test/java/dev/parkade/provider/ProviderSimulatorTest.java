package dev.parkade.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.provider.Behaviour.Mode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderSimulatorTest {

  private static final String TEN = body(1000);

  private final ProviderSimulator simulator = ProviderSimulator.start("alpha", 0);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
    simulator.close();
  }

  @Test
  void saysThatItIsASimulator() throws Exception {
    HttpResponse<String> answer = get("/");

    assertThat(answer.body()).contains("\"simulator\":true", "no money moves");
    assertThat(answer.headers().firstValue("Parkade-Simulator")).contains("true");
  }

  @Test
  void takesAChargeOnceHoweverOftenItIsAskedFor() throws Exception {
    HttpResponse<String> first = charge("k1", TEN);

    HttpResponse<String> again = charge("k1", TEN);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(simulator.charges()).singleElement().extracting(Charge::requests).isEqualTo(2);
  }

  @Test
  void refusesAKeyWithAnotherBody() throws Exception {
    charge("k1", TEN);

    HttpResponse<String> other = charge("k1", body(2000));

    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.body()).contains("key-reused");
  }

  @Test
  void declinesAndStaysWithIt() throws Exception {
    assertThat(charge("k1", body(1013)).statusCode()).isEqualTo(402);
    assertThat(charge("k1", body(1013)).statusCode()).isEqualTo(402);
    assertThat(get("/charges/k1").body()).contains("DECLINED");
  }

  @Test
  void refusesAChargeThatWasVoidedBeforeItCame() throws Exception {
    HttpResponse<String> voided = send("PUT", "/charges/k1/void", null, "");

    HttpResponse<String> late = charge("k1", TEN);

    assertThat(voided.body()).contains("VOIDED");
    assertThat(late.statusCode()).isEqualTo(409);
  }

  @Test
  void refusesARequestThatWasStillUnderWayWhenItsKeyWasVoided() throws Exception {
    // long enough for what comes in between, also on a machine that is busy with something else
    simulator.behave(Behaviour.of(Mode.SLOW).latency(3_000));
    CompletableFuture<HttpResponse<String>> underWay =
        client.sendAsync(request("POST", "/charges", "k1", TEN), BodyHandlers.ofString());

    assertThat(get("/charges/k1").statusCode()).isEqualTo(404);
    send("PUT", "/charges/k1/void", null, "");

    assertThat(underWay.get().statusCode()).isEqualTo(409);
    assertThat(simulator.happened(Mode.SLOW)).isEqualTo(1);
  }

  @Test
  void voidingWhatWasTakenChangesNothing() throws Exception {
    charge("k1", TEN);

    assertThat(send("PUT", "/charges/k1/void", null, "").body()).contains("TAKEN");
    assertThat(charge("k1", TEN).statusCode()).isEqualTo(200);
  }

  @Test
  void refundsOnceAndVoidsWhatItNeverTook() throws Exception {
    charge("k1", TEN);

    assertThat(refund("r1", "k1").body()).contains("\"moneyReturned\":true");
    assertThat(refund("r1", "k1").statusCode()).isEqualTo(200);
    assertThat(refund("r2", "unknown").body()).contains("\"moneyReturned\":false");
    assertThat(charge("unknown", TEN).statusCode()).isEqualTo(409);
    assertThat(get("/charges/k1").body()).contains("REFUNDED");
  }

  @Test
  void takesTheMoneyAndCutsTheConnectionAsOftenAsItWasTold() throws Exception {
    send("PUT", "/behaviour", null, "{\"mode\":\"TAKES_AND_CUTS\",\"times\":1}");

    assertThatThrownBy(() -> charge("k1", TEN)).isInstanceOf(IOException.class);

    assertThat(get("/charges/k1").body()).contains("TAKEN");
    assertThat(charge("k2", TEN).statusCode()).isEqualTo(201);
    assertThat(get("/ledger").body()).contains("\"TAKES_AND_CUTS\":1");
  }

  @Test
  void cutsTheConnectionWithoutTaking() {
    simulator.behave(Behaviour.of(Mode.CUTS).times(1));

    assertThatThrownBy(() -> charge("k1", TEN)).isInstanceOf(IOException.class);

    assertThat(simulator.charge("k1")).isEmpty();
  }

  @Test
  void promisesThatNothingWasDoneWhenItIsDown() throws Exception {
    simulator.behave(Behaviour.of(Mode.DOWN));

    HttpResponse<String> answer = charge("k1", TEN);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("unavailable-before-work");
    assertThat(simulator.charges()).isEmpty();
  }

  @Test
  void explainsBadInput() throws Exception {
    assertThat(charge("", TEN).body()).contains("idempotency-key-required");
    assertThat(charge("k1", "{}").body()).contains("orderId is missing");
    assertThat(charge("k1", "{").statusCode()).isEqualTo(400);
    assertThat(charge("k1", "{\"tip\":1}").body()).contains("invalid-body");
    assertThat(charge("k1", body(-1)).body()).contains("amountMinor");
    assertThat(send("PUT", "/behaviour", null, "{\"mode\":\"UP\",\"times\":0}").statusCode())
        .isEqualTo(400);
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
    assertThat(simulator.charges()).isEmpty();
  }

  private HttpResponse<String> charge(String key, String body) throws Exception {
    return send("POST", "/charges", key, body);
  }

  private HttpResponse<String> refund(String key, String charge) throws Exception {
    String body = "{\"charge\":\"%s\",\"amountMinor\":1000,\"currency\":\"EUR\"}";
    return send("POST", "/refunds", key, body.formatted(charge));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, null, "");
  }

  private HttpResponse<String> send(String method, String path, String key, String body)
      throws Exception {
    return client.send(request(method, path, key, body), BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String path, String key, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(simulator.uri().resolve(path))
            .method(method, BodyPublishers.ofString(body));
    if (key != null && !key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    return request.build();
  }

  private static String body(long amount) {
    String body =
        "{\"orderId\":\"o1\",\"customerId\":\"ada\",\"amountMinor\":%d,\"currency\":\"EUR\"}";
    return body.formatted(amount);
  }
}
