package dev.parkade.payment.operators;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.scenario.World;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Other tests set payments aside as well, so each asks for what is its own.
class DeadLettersRestIT {

  private static final String PATH = "/api/v1/dead-letters";

  private static World world;

  @BeforeAll
  static void start() {
    world = new World().start("--parkade.parking.max-age=1s");
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void whatWasSetAsideIsListedAndReadyWhenItsCustomerHasCome() {
    CustomerId customer = World.someCustomer("desk");
    var command = world.asksToCharge(customer, World.someOrder(), 1000);
    String id = idOf(world.deadLetter(customer.text()));

    JsonNode listed = get(PATH + "?customerId=" + customer.text()).path("items");

    assertThat(listed).hasSize(1);
    assertThat(listed.path(0).path("id").asString()).isEqualTo(id);
    assertThat(listed.path(0).path("state").asString()).isEqualTo("OPEN");
    assertThat(listed.path(0).path("reason").asString()).isEqualTo("CUSTOMER_NEVER_ARRIVED");
    assertThat(listed.path(0).path("orderId").asString())
        .isEqualTo(command.body().orderId().text());
    String ready = PATH + "?ready=true&customerId=" + customer.text();
    assertThat(get(ready).path("items")).isEmpty();
    world.registers(customer).join();
    assertThat(get(ready).path("items")).hasSize(1);
    assertThat(get(PATH + "/" + id).path("readiness").asString()).isEqualTo("READY");
  }

  @Test
  void oneIsShownWithoutPersonalData() {
    String id = setAside("masked", "{\"name\":\"Ada Lovelace\",\"email\":\"ada@example.org\"}");

    JsonNode shown = get(PATH + "/" + id);

    assertThat(shown.path("letter").path("id").asString()).isEqualTo(id);
    assertThat(shown.path("payload").asString()).contains("\"name\":\"***\"");
    assertThat(shown.path("actions")).isEmpty();
    assertThat(shown.toString()).doesNotContain("Lovelace", "ada@example.org");
    assertThat(shown.path("headers").toString()).contains("parkade_dlq_reason");
  }

  @Test
  void pagesNeitherRepeatNorSkip() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ids.add(setAside("paged", "{\"n\":" + i + "}"));
    }

    List<String> read = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = get(PATH + "?reason=paged&limit=3" + after);
      assertThat(page.path("items").size()).isLessThanOrEqualTo(3);
      page.path("items").forEach(item -> read.add(item.path("id").asString()));
      after = page.has("next") ? "&after=" + page.path("next").asString() : "";
    } while (!after.isEmpty());

    assertThat(read).containsExactlyInAnyOrderElementsOf(ids);
    JsonNode groups = get(PATH + "/groups?reason=paged").path("groups");
    assertThat(groups).hasSize(1);
    assertThat(groups.path(0).path("count").asInt()).isEqualTo(4);
    assertThat(groups.path(0).path("states").path("OPEN").asInt()).isEqualTo(4);
  }

  @Test
  void whatIsAskedForWronglyIsSaid() {
    assertThat(code(PATH + "/payment.dlq-0@99999999")).isEqualTo("dead-letter-unknown");
    assertThat(code(PATH + "/payment.dlq-77@0")).isEqualTo("dead-letter-unknown");
    assertThat(code(PATH + "/order.dlq-0@0")).isEqualTo("invalid-parameter");
    assertThat(code(PATH + "/..%2Fsecret")).isIn("invalid-parameter", "malformed-request");
    assertThat(code(PATH + "?after=17")).isEqualTo("invalid-parameter");
    assertThat(code(PATH + "?state=EATEN")).isEqualTo("invalid-parameter");
    assertThat(code(PATH + "?from=yesterday")).isEqualTo("invalid-parameter");
    assertThat(code(PATH + "?from=2026-01-02T00:00:00Z&before=2026-01-01T00:00:00Z"))
        .isEqualTo("invalid-parameter");
    assertThat(code(PATH + "?limit=0")).isEqualTo("invalid-parameter");
    assertThat(world.get("/problems/dead-letter-unknown", false)).contains("status  404");
  }

  private static String setAside(String reason, String payload) {
    String key = World.someCustomer(reason).text();
    var record = new ProducerRecord<>(Topics.PAYMENT_DLQ.name(), key, payload.getBytes(UTF_8));
    record.headers().add("parkade_dlq_reason", reason.getBytes(UTF_8));
    record.headers().add("parkade_dlq_detail", "not for ada@example.org".getBytes(UTF_8));
    world.send(record).join();
    return idOf(world.deadLetter(key));
  }

  private static String idOf(ConsumerRecord<String, byte[]> record) {
    return record.topic() + "-" + record.partition() + "@" + record.offset();
  }

  private static String code(String path) {
    return get(path).path("code").asString();
  }

  private static JsonNode get(String path) {
    return JsonMapper.shared().readTree(world.get(path, false));
  }
}
