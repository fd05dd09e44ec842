package dev.parkade.customer.directory;

import static dev.parkade.customer.scenario.Client.ADA;
import static dev.parkade.customer.scenario.Client.ADA_KING;
import static dev.parkade.customer.scenario.Client.assertProblem;
import static dev.parkade.customer.scenario.Client.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.customer.scenario.Client;
import dev.parkade.customer.scenario.CustomerServiceTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Registers, changes, reads, lists and deactivates customers.
@CustomerServiceTest
class CustomerDirectoryIT {

  private final JsonMapper json = JsonMapper.shared();

  @Autowired Client client;

  @Test
  void registersUnderAnIdOfItsOwn() throws Exception {
    var answer = client.post("", ADA);

    assertThat(answer.statusCode()).isEqualTo(201);
    var body = json.readTree(answer.body());
    assertThat(body.propertyNames()).containsExactly("id", "name", "email", "status", "version");
    assertThat(header(answer, "Location"))
        .isEqualTo("/api/v1/customers/" + body.path("id").asString());
    assertThat(header(answer, "ETag")).isEqualTo("\"1\"");
    assertThat(client.get("/" + body.path("id").asString()).body()).isEqualTo(answer.body());
  }

  @Test
  void registersUnderTheClientsIdOnceHoweverOftenItIsAsked() throws Exception {
    var first = client.put("ada-1", ADA);
    var second = client.put("ada-1", ADA);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(client.outboxRowsOf("ada-1")).isEqualTo(1);
  }

  @Test
  void changesOnlyTheVersionThatWasRead() throws Exception {
    client.put("ada-2", ADA);

    var blind = client.put("ada-2", ADA_KING);
    var outdated = client.put("ada-2", ADA_KING, "If-Match", "\"7\"");
    var right = client.put("ada-2", ADA_KING, "If-Match", "\"1\"");
    var lost = client.put("ada-2", ADA, "If-Match", "\"1\"");
    var onlyNew = client.put("ada-2", ADA_KING, "If-None-Match", "*");

    assertProblem(blind, 428, "precondition-required");
    assertProblem(outdated, 412, "precondition-failed");
    assertThat(right.statusCode()).isEqualTo(200);
    assertThat(header(right, "ETag")).isEqualTo("\"2\"");
    assertThat(assertProblem(lost, 412, "precondition-failed").path("currentVersion").asLong())
        .isEqualTo(2);
    assertProblem(onlyNew, 412, "precondition-failed");
    assertThat(client.outboxRowsOf("ada-2")).isEqualTo(2);
  }

  @Test
  void answersNotModifiedToWhoeverHasTheVersion() throws Exception {
    client.put("ada-3", ADA);

    var same = client.send("/ada-3", it -> it.header("If-None-Match", "\"1\""));
    var other = client.send("/ada-3", it -> it.header("If-None-Match", "\"2\""));

    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @Test
  void deactivatesOnce() throws Exception {
    client.put("ada-4", ADA);

    var first = client.post("/ada-4/deactivation", "");
    var again = client.post("/ada-4/deactivation", "");
    var outdated =
        client.send(
            "/ada-4/deactivation",
            it -> it.POST(BodyPublishers.noBody()).header("If-Match", "\"1\""));

    assertThat(json.readTree(first.body()).path("status").asString()).isEqualTo("INACTIVE");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.statusCode()).isEqualTo(200);
    assertProblem(outdated, 412, "precondition-failed");
    assertThat(client.outboxRowsOf("ada-4")).isEqualTo(2);
  }

  @Test
  void listsEverybodyPageByPage() throws Exception {
    for (int n = 1; n <= 5; n++) {
      client.put("list-" + n, ADA);
    }

    var first = json.readTree(client.get("?limit=2&after=list-").body());
    var second =
        json.readTree(client.get("?limit=2&after=" + first.path("next").asString()).body());

    assertThat(ids(first)).containsExactly("list-1", "list-2");
    assertThat(ids(second)).containsExactly("list-3", "list-4");
    assertProblem(client.get("?limit=0"), 400, "invalid-parameter");
    assertProblem(client.get("?after=no%20id"), 400, "invalid-parameter");
  }

  private static List<String> ids(JsonNode page) {
    return page.path("items").valueStream().map(item -> item.path("id").asString()).toList();
  }
}
