package dev.parkade.e2e.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.e2e.PortOffsets;
import dev.parkade.local.Endpoints;
import dev.parkade.local.LocalSystem;
import dev.parkade.local.Part;
import dev.parkade.local.Ports;
import dev.parkade.local.PostgresServer;
import dev.parkade.local.Progress;
import dev.parkade.local.UpOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole system on this machine that a test may break: over REST and its demo switches, over SQL,
/// and by killing its processes. It looks at itself once a second, and its patience is short.
final class Plant implements AutoCloseable {
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(3);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// What services are told in addition: to measure every second, and not to wait for long.
  private static final String SETTINGS =
      """
      {"parkade": {
        "consumer": {"lag": {"read-interval": "1s"}},
        "dead-letters": {"read-interval": "1s"},
        "holds": {"audit-interval": "1s"},
        "saga": {"measure-interval": "1s",
          "limits": {"refund-payment": {"first": "1s", "longest": "1s", "attempts": 2}}},
        "parking": {"stall-growth": 20, "stall-after": "3s"},
        "payment": {"gateway": {"breaker-open-for": "8s"}}}}
      """;

  /// How long payments wait for their customers: alerts are about half of it.
  private static final String MAX_AGE = "20s";

  /// So little that a slot is in danger after seconds.
  private static final Map<String, String> DATABASE = Map.of("max_slot_wal_keep_size", "64MB");

  private final Path data;
  private final int offset;
  private final LocalSystem system;
  private final Endpoints endpoints;
  private final HttpClient http = HttpClient.newHttpClient();

  Plant(Path data) {
    this.data = data;
    this.offset = PortOffsets.pick();
    this.system = new LocalSystem(RuleFiles.REPOSITORY, data);
    this.endpoints = new Endpoints(new Ports(offset));
  }

  Endpoints endpoints() {
    return endpoints;
  }

  /// Starts what does not run, and waits until all is ready.
  void up() {
    var environment =
        Map.of("PARKADE_PARKING_MAX_AGE", MAX_AGE, "SPRING_APPLICATION_JSON", SETTINGS);
    var options = new UpOptions(OptionalInt.of(offset), environment, DATABASE);
    system.up(options, Progress.SILENT);
  }

  /// Runs a command of `ops/parkade` about this system.
  void parkade(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(RuleFiles.REPOSITORY.resolve("ops/parkade").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data-dir", data.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PARKADE_NO_BUILD", "1");
    builder.environment().put("PARKADE_JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroy();
      throw new IllegalStateException(String.join(" ", command) + " failed: " + said);
    }
  }

  /// Ends a service at once.
  void kill(Part service) {
    system.kill(service);
  }

  /// A connection that may do everything.
  Connection superuser(String database) throws SQLException {
    int port = endpoints.ports().of(Part.POSTGRES);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database),
        PostgresServer.SUPERUSER,
        PostgresServer.SUPERUSER_PASSWORD);
  }

  /// Executes one statement as somebody who may do everything.
  void sql(Part service, String statement) throws SQLException {
    try (Connection connection = superuser(service.database());
        var execution = connection.createStatement()) {
      execution.execute(statement);
    }
  }

  void holdRelay(Part service) throws IOException, InterruptedException {
    post(endpoints.management(service), "/demo/relay/hold", "");
  }

  void releaseRelay(Part service) throws IOException, InterruptedException {
    post(endpoints.management(service), "/demo/relay/release", "");
  }

  /// @param mode `up` or `down`
  void provider(String mode) throws IOException, InterruptedException {
    post(endpoints.management(Part.PAYMENT), "/demo/provider/" + mode, "");
  }

  void product(String sku, long price, long available) throws IOException, InterruptedException {
    String body =
        "{\"name\": \"%s\", \"price\": {\"amount\": %d, \"currency\": \"EUR\"}, \"available\": %d}"
            .formatted(sku, price, available);
    call(endpoints.api(Part.INVENTORY), "PUT", "/api/v1/products/" + sku, body);
  }

  void register(String customer) throws IOException, InterruptedException {
    String body = "{\"name\": \"%s\", \"email\": \"somebody@example.org\"}".formatted(customer);
    call(endpoints.api(Part.CUSTOMER), "PUT", "/api/v1/customers/" + customer, body);
  }

  /// Orders one unit.
  ///
  /// @return the order's id
  String order(String customer, String sku) throws IOException, InterruptedException {
    String body =
        "{\"customerId\": \"%s\", \"lines\": [{\"sku\": \"%s\", \"quantity\": 1}]}"
            .formatted(customer, sku);
    return post(endpoints.api(Part.ORDERS), "/api/v1/orders", body).path("id").asString("");
  }

  String status(String order) throws IOException, InterruptedException {
    return call(endpoints.api(Part.ORDERS), "GET", "/api/v1/orders/" + order, "")
        .path("status")
        .asString("");
  }

  /// Whether payment-service shows a payment of this order that stands so.
  boolean isPaid(String order, String status) throws IOException, InterruptedException {
    return call(endpoints.api(Part.PAYMENT), "GET", "/api/v1/payments?orderId=" + order, "")
        .toString()
        .contains("\"status\":\"" + status + "\"");
  }

  void cancel(String order) throws IOException, InterruptedException {
    post(endpoints.api(Part.ORDERS), "/api/v1/orders/" + order + "/cancellation", "");
  }

  /// Ends an order by hand, as the runbook says.
  void resolve(String order) throws IOException, InterruptedException {
    String body =
        "{\"who\": \"a test\", \"reason\": \"the payment is refunded\", \"outcome\": \"CANCELLED\"}";
    post(endpoints.api(Part.ORDERS), "/api/v1/sagas/" + order + "/resolve", body);
  }

  private JsonNode post(URI server, String path, String body)
      throws IOException, InterruptedException {
    return call(server, "POST", path, body);
  }

  private JsonNode call(URI server, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .method(
                method,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body, UTF_8))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(
          method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return JsonMapper.shared().readTree(answer.body().isEmpty() ? "{}" : answer.body());
  }

  /// Takes everything down and deletes its data.
  @Override
  public void close() {
    http.close();
    system.down(Progress.SILENT);
    system.wipe();
  }
}
