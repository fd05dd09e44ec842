package dev.parkade.customer.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.customer.CustomerChanged;
import dev.parkade.messages.customer.CustomerDeactivated;
import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.customer.CustomerRegistered;
import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "management.server.port=0")
class CustomerDirectoryIT {

  private static final String ADA = "{\"name\":\"Ada\",\"email\":\"ada@example.org\"}";
  private static final String ADA_KING = "{\"name\":\"Ada King\",\"email\":\"ada@example.org\"}";
  private static final Duration SOON = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.shared();

  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;

  @DynamicPropertySource
  static void environment(DynamicPropertyRegistry properties) {
    Environment.createTopics(
        List.of(
            new NewTopic(Topics.CUSTOMER_EVENTS.name(), Topics.PARTITIONS, (short) 1),
            new NewTopic(Topics.RELAY_HEARTBEATS.name(), 1, (short) 1)));
    var database = Environment.freshDatabase("customer");
    properties.add("spring.datasource.url", database::jdbcUrl);
    properties.add("spring.datasource.username", database::username);
    properties.add("spring.datasource.password", database::password);
    properties.add("spring.kafka.bootstrap-servers", Environment.kafka()::bootstrapServers);
  }

  @Test
  void registersUnderAnIdOfItsOwn() throws Exception {
    var answer = post("", ADA);

    assertThat(answer.statusCode()).isEqualTo(201);
    var body = json.readTree(answer.body());
    assertThat(body.propertyNames()).containsExactly("id", "name", "email", "status", "version");
    assertThat(header(answer, "Location"))
        .isEqualTo("/api/v1/customers/" + body.path("id").asString());
    assertThat(header(answer, "ETag")).isEqualTo("\"1\"");
    assertThat(get("/" + body.path("id").asString()).body()).isEqualTo(answer.body());
  }

  @Test
  void registersUnderTheClientsIdOnceHoweverOftenItIsAsked() throws Exception {
    var first = put("ada-1", ADA);
    var second = put("ada-1", ADA);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(outboxRowsOf("ada-1")).isEqualTo(1);
  }

  @Test
  void changesOnlyTheVersionThatWasRead() throws Exception {
    put("ada-2", ADA);

    var blind = put("ada-2", ADA_KING);
    var outdated = put("ada-2", ADA_KING, "If-Match", "\"7\"");
    var right = put("ada-2", ADA_KING, "If-Match", "\"1\"");
    var lost = put("ada-2", ADA, "If-Match", "\"1\"");
    var onlyNew = put("ada-2", ADA_KING, "If-None-Match", "*");

    assertProblem(blind, 428, "precondition-required");
    assertProblem(outdated, 412, "precondition-failed");
    assertThat(right.statusCode()).isEqualTo(200);
    assertThat(header(right, "ETag")).isEqualTo("\"2\"");
    assertThat(assertProblem(lost, 412, "precondition-failed").path("currentVersion").asLong())
        .isEqualTo(2);
    assertProblem(onlyNew, 412, "precondition-failed");
    assertThat(outboxRowsOf("ada-2")).isEqualTo(2);
  }

  @Test
  void answersNotModifiedToWhoeverHasTheVersion() throws Exception {
    put("ada-3", ADA);

    var same = send("/ada-3", it -> it.header("If-None-Match", "\"1\""));
    var other = send("/ada-3", it -> it.header("If-None-Match", "\"2\""));

    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @Test
  void deactivatesOnce() throws Exception {
    put("ada-4", ADA);

    var first = post("/ada-4/deactivation", "");
    var again = post("/ada-4/deactivation", "");
    var outdated =
        send(
            "/ada-4/deactivation",
            it -> it.POST(BodyPublishers.noBody()).header("If-Match", "\"1\""));

    assertThat(json.readTree(first.body()).path("status").asString()).isEqualTo("INACTIVE");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.statusCode()).isEqualTo(200);
    assertProblem(outdated, 412, "precondition-failed");
    assertThat(outboxRowsOf("ada-4")).isEqualTo(2);
  }

  @Test
  void tellsEveryChangeWithTheWholeState() throws Exception {
    put("ada-5", ADA);
    put("ada-5", ADA_KING, "If-Match", "\"1\"");
    post("/ada-5/deactivation", "");

    List<CustomerEvent> events = new ArrayList<>();
    try (var consumer = consumer()) {
      Eventually.within(
          SOON,
          () -> {
            consumer
                .poll(Duration.ofMillis(100))
                .forEach(
                    record -> {
                      if (record.key().equals("ada-5")) {
                        events.add(event(record));
                      }
                    });
            assertThat(events).hasSizeGreaterThanOrEqualTo(3);
          });
    }

    var id = events.getFirst().customerId();
    var email = "ada@example.org";
    assertThat(events)
        .containsExactly(
            new CustomerRegistered(id, "Ada", email, CustomerStatus.ACTIVE, 1),
            new CustomerChanged(id, "Ada King", email, CustomerStatus.ACTIVE, 2),
            new CustomerDeactivated(id, "Ada King", email, CustomerStatus.INACTIVE, 3));
  }

  @Test
  void letsExactlyOneOfManyConcurrentChangesWin() throws Exception {
    put("ada-6", ADA);

    var statuses =
        together(
            16,
            n -> {
              var body = "{\"name\":\"Ada %d\",\"email\":\"ada@example.org\"}".formatted(n);
              return put("ada-6", body, "If-Match", "\"1\"").statusCode();
            });

    assertThat(statuses).filteredOn(it -> it == 200).hasSize(1);
    assertThat(statuses).filteredOn(it -> it == 412).hasSize(15);
    assertThat(outboxRowsOf("ada-6")).isEqualTo(2);
  }

  @Test
  void registersOnceWhenManyAskAtTheSameTime() throws Exception {
    var same = together(16, _ -> put("ada-7", ADA).statusCode());
    var different =
        together(
            16,
            n -> {
              var body = "{\"name\":\"Ada %d\",\"email\":\"ada@example.org\"}".formatted(n);
              return put("ada-8", body, "If-None-Match", "*").statusCode();
            });

    assertThat(same).containsOnly(200, 201).filteredOn(it -> it == 201).hasSize(1);
    assertThat(different).containsOnly(201, 412).filteredOn(it -> it == 201).hasSize(1);
    assertThat(outboxRowsOf("ada-7")).isEqualTo(1);
    assertThat(outboxRowsOf("ada-8")).isEqualTo(1);
  }

  @Test
  void listsEverybodyPageByPage() throws Exception {
    for (int n = 1; n <= 5; n++) {
      put("list-" + n, ADA);
    }

    var first = json.readTree(get("?limit=2&after=list-").body());
    var second = json.readTree(get("?limit=2&after=" + first.path("next").asString()).body());

    assertThat(ids(first)).containsExactly("list-1", "list-2");
    assertThat(ids(second)).containsExactly("list-3", "list-4");
    assertProblem(get("?limit=0"), 400, "invalid-parameter");
    assertProblem(get("?after=no%20id"), 400, "invalid-parameter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"email":"a@b"}                            | invalid-field  | /name
          {"name":"  ","email":"a@b"}                | invalid-field  | /name
          {"name":"A\\u0000","email":"a@b"}          | invalid-field  | /name
          {"name":"A\\ud800","email":"a@b"}          | invalid-field  | /name
          {"name":"A","email":"nobody"}              | invalid-field  | /email
          {"name":"A","email":"a@b@c"}               | invalid-field  | /email
          {"name":"A","email":"a@b","admin":true}    | unknown-field  | /admin
          {"name":7,"email":"a@b"}                   | invalid-field  | /name
          """)
  void saysWhatIsWrongWithACustomer(String body, String code, String pointer) throws Exception {
    var problem = assertProblem(post("", body), 400, code);

    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(pointer);
  }

  @Test
  void limitsLengths() throws Exception {
    var longName = "{\"name\":\"%s\",\"email\":\"a@b\"}".formatted("x".repeat(201));
    var longEmail = "{\"name\":\"A\",\"email\":\"a@%s\"}".formatted("x".repeat(253));
    var most = "{\"name\":\"%s\",\"email\":\"a@%s\"}".formatted("x".repeat(200), "x".repeat(252));

    assertProblem(post("", longName), 400, "invalid-field");
    assertProblem(post("", longEmail), 400, "invalid-field");
    assertThat(post("", most).statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nobody", "/nobody/deactivation"})
  void saysThatACustomerIsUnknown(String path) throws Exception {
    var answer = path.endsWith("deactivation") ? post(path, "") : get(path);

    assertProblem(answer, 404, "customer-not-found");
  }

  private JsonNode assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode problem = json.readTree(answer.body());
    assertThat(problem.path("code").asString()).isEqualTo(code);
    return problem;
  }

  private static List<String> ids(JsonNode page) {
    return page.path("items").valueStream().map(item -> item.path("id").asString()).toList();
  }

  private int outboxRowsOf(String id) {
    return jdbc.sql("select count(*) from outbox where message_key = :id")
        .param("id", id)
        .query(Integer.class)
        .single();
  }

  private interface Attempt {
    int with(int n) throws Exception;
  }

  private static List<Integer> together(int times, Attempt attempt) {
    var started =
        IntStream.range(0, times)
            .mapToObj(
                n ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            return attempt.with(n);
                          } catch (Exception e) {
                            throw new IllegalStateException(e);
                          }
                        },
                        task -> Thread.ofVirtual().start(task)))
            .toList();
    return started.stream().map(CompletableFuture::join).toList();
  }

  private static KafkaConsumer<String, byte[]> consumer() {
    var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", Environment.kafka().bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    var partitions =
        IntStream.range(0, Topics.PARTITIONS)
            .mapToObj(n -> new TopicPartition(Topics.CUSTOMER_EVENTS.name(), n))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private static CustomerEvent event(
      org.apache.kafka.clients.consumer.ConsumerRecord<String, byte[]> record) {
    var decoded =
        new MessageCodec()
            .decode(
                name -> {
                  var header = record.headers().lastHeader(name);
                  return header == null ? null : header.value();
                },
                record.value());
    Message<?> message = ((Decoded.Readable) decoded).message();
    return (CustomerEvent) message.body();
  }

  private HttpResponse<String> put(String id, String body, String... headers) throws Exception {
    return send(
        "/" + id,
        it -> {
          it.PUT(BodyPublishers.ofString(body)).header("Content-Type", "application/json");
          if (headers.length > 0) {
            it.headers(headers);
          }
        });
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        path,
        it -> it.POST(BodyPublishers.ofString(body)).header("Content-Type", "application/json"));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(path, _ -> {});
  }

  private HttpResponse<String> send(
      String path, java.util.function.Consumer<HttpRequest.Builder> shape) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/customers" + path));
    shape.accept(request);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }
}
