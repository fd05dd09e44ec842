package dev.parkade.runtime.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.environment.Database;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// An application like a service, with its management port.
class DemoSwitchesIT {

  private static final Duration SOON = Eventually.SOON;

  private final HttpClient http = HttpClient.newHttpClient();

  @SpringBootConfiguration
  @EnableAutoConfiguration
  static class Application {}

  @Test
  void holdsAndReleasesTheRelayOnTheManagementPortOfTheDemoProfile() throws Exception {
    try (ConfigurableApplicationContext application = start("demo")) {
      Eventually.within(SOON, () -> assertThat(readiness(application)).contains("RELAYING"));

      assertThat(get(application, "/demo").body()).isEqualTo("{\"relay\":{\"held\":false}}");
      assertThat(post(application, "/demo/relay/hold").body()).isEqualTo("{\"held\":true}");
      assertThat(get(application, "/demo/relay").body()).isEqualTo("{\"held\":true}");
      assertThat(readiness(application)).contains("held by demo switch").startsWith("200 ");

      assertThat(post(application, "/demo/relay/release").body()).isEqualTo("{\"held\":false}");
      Eventually.within(
          SOON,
          () ->
              assertThat(get(application, "/actuator/prometheus").body())
                  .contains("parkade_relay_leader", "parkade_relay_lag_seconds"));
    }
  }

  @Test
  void saysWhichSwitchesThereAre() throws Exception {
    try (ConfigurableApplicationContext application = start("demo")) {
      HttpResponse<String> noSwitch = post(application, "/demo/broker/kill");
      HttpResponse<String> noAction = post(application, "/demo/relay/break");

      assertThat(noSwitch.statusCode()).isEqualTo(404);
      assertThat(noSwitch.body()).contains("no switch broker", "[relay]");
      assertThat(noAction.statusCode()).isEqualTo(404);
      assertThat(noAction.body()).contains("hold", "release", "not break");
    }
  }

  @Test
  void hasNoSwitchesOutsideOfTheDemoProfile() throws Exception {
    try (ConfigurableApplicationContext application = start("production")) {
      assertThat(post(application, "/demo/relay/hold").statusCode()).isEqualTo(404);
      assertThat(get(application, "/demo").statusCode()).isEqualTo(404);
    }
  }

  private static ConfigurableApplicationContext start(String profile) {
    Database database = Environment.freshDatabase("demo");
    Environment.createTopics(
        List.of(new NewTopic(Topics.RELAY_HEARTBEATS.name(), Optional.of(1), Optional.empty())));
    return new SpringApplicationBuilder(Application.class)
        .profiles(profile)
        .run(
            "--spring.config.import=classpath:parkade-runtime.yml",
            "--spring.application.name=demo-test",
            "--spring.flyway.locations=classpath:db/messaging",
            "--spring.jpa.hibernate.ddl-auto=none",
            "--spring.datasource.url=" + database.jdbcUrl(),
            "--spring.datasource.username=" + database.username(),
            "--spring.datasource.password=" + database.password(),
            "--spring.kafka.bootstrap-servers=" + Environment.kafka().bootstrapServers(),
            "--server.port=0",
            "--management.server.port=0");
  }

  private String readiness(ConfigurableApplicationContext application) throws Exception {
    HttpResponse<String> answer = get(application, "/actuator/health/readiness");
    return answer.statusCode() + " " + answer.body();
  }

  private HttpResponse<String> get(ConfigurableApplicationContext application, String path)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(application, path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(ConfigurableApplicationContext application, String path)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(application, path)).POST(BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  private static URI uri(ConfigurableApplicationContext application, String path) {
    String port = application.getEnvironment().getRequiredProperty("local.management.port");
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
