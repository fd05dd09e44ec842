package dev.parkade.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parkade.kubernetes.Manifests.Manifest;
import dev.parkade.messages.topic.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The four services on Kubernetes: hardened, budgeted, scaled no further than there are
/// partitions, and wired to things that exist.
class ServicesTest {
  private static final List<String> SERVICES =
      List.of("customer-service", "inventory-service", "order-orchestrator", "payment-service");

  private final Manifests manifests = Manifests.read();

  static Stream<String> services() {
    return SERVICES.stream();
  }

  @Test
  void areAllThere() {
    assertThat(manifests.of("Deployment", "StatefulSet"))
        .extracting(Manifest::name)
        .containsExactlyInAnyOrderElementsOf(SERVICES);
  }

  @ParameterizedTest
  @MethodSource("services")
  void mayDoNothingThatTheyNeedNot(String service) {
    JsonNode pod = workload(service).content().at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");

    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
    assertThat(container.at("/resources/limits/memory").asText())
        .isEqualTo(container.at("/resources/requests/memory").asText());
    assertThat(container.at("/resources/requests/cpu").isMissingNode()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("services")
  void areProbedAtTheirManagementPort(String service) {
    JsonNode container = workload(service).content().at("/spec/template/spec/containers/0");

    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(container.at("/" + probe + "/httpGet/port").asText())
          .as(probe)
          .isEqualTo("management");
    }
    assertThat(container.at("/readinessProbe/httpGet/path").asText())
        .isEqualTo("/actuator/health/readiness");
    assertThat(container.at("/livenessProbe/httpGet/path").asText())
        .isEqualTo("/actuator/health/liveness");
  }

  @ParameterizedTest
  @MethodSource("services")
  void keepAReplicaWhenNodesAreDrained(String service) {
    JsonNode budget = manifests.one("PodDisruptionBudget", service).content();

    assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
    assertThat(budget.at("/spec/selector/matchLabels/app.kubernetes.io~1name").asText())
        .isEqualTo(service);
    assertThat(workload(service).content().at("/spec/replicas").asInt()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void areScaledByTheLagOfTheirOwnTopicUpToItsPartitions() {
    var scaled = manifests.of("ScaledObject");

    assertThat(scaled)
        .extracting(Manifest::name)
        .containsExactlyInAnyOrder("inventory-service", "order-orchestrator", "payment-service");
    for (Manifest it : scaled) {
      JsonNode trigger = it.content().at("/spec/triggers/0/metadata");
      var topic = Topics.named(trigger.path("topic").asText()).orElseThrow();
      assertThat(it.content().at("/spec/maxReplicaCount").asInt())
          .as("a replica without a partition has nothing to do")
          .isLessThanOrEqualTo(topic.partitions());
      assertThat(trigger.path("consumerGroup").asText()).isEqualTo(it.name());
    }
  }

  @Test
  void haveReplicasWithStableNamesIfTheyConsume() {
    for (Manifest scaled : manifests.of("ScaledObject")) {
      Manifest workload = workload(scaled.name());
      String governing = workload.content().at("/spec/serviceName").asText();

      assertThat(workload.kind()).as("static membership").isEqualTo("StatefulSet");
      assertThat(manifests.one("Service", governing).content().at("/spec/clusterIP").asText())
          .isEqualTo("None");
    }
  }

  @ParameterizedTest
  @MethodSource("services")
  void takeSecretsAndSettingsFromWhatExists(String service) {
    Set<String> secrets = new HashSet<>();
    // CloudNativePG makes a login and an authority per cluster, Strimzi one of each per user
    manifests
        .of("Cluster")
        .forEach(it -> secrets.addAll(List.of(it.name() + "-app", it.name() + "-ca")));
    manifests.of("KafkaUser").forEach(it -> secrets.add(it.name()));
    manifests.of("Kafka").forEach(it -> secrets.add(it.name() + "-cluster-ca-cert"));
    JsonNode pod = workload(service).content().at("/spec/template/spec");

    assertThat(texts(pod, "secretName")).isNotEmpty().isSubsetOf(secrets);
    assertThat(pod.findValues("secretKeyRef"))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(secrets).contains(it.path("name").asText()));
    assertThat(pod.findValues("configMapRef"))
        .allSatisfy(it -> manifests.one("ConfigMap", it.path("name").asText()));
    assertThat(pod.findValues("secretKeyRef").getLast().path("name").asText())
        .as("its own user of Kafka")
        .isEqualTo(service);
  }

  @ParameterizedTest
  @MethodSource("services")
  void reachTheirOwnDatabaseOnly(String service) {
    String database =
        manifests
            .one("NetworkPolicy", service + "-to-database")
            .content()
            .at("/spec/egress/0/to/0/podSelector/matchLabels/cnpg.io~1cluster")
            .asText();
    String url =
        workload(service).content().at("/spec/template/spec/containers/0/env/0/value").asText();

    assertThat(url).startsWith("jdbc:postgresql://" + database + "-rw:5432/");
    assertThat(manifests.one("NetworkPolicy", database).content().at("/spec/ingress/0/from"))
        .extracting(it -> it.at("/podSelector/matchLabels/app.kubernetes.io~1name").asText())
        .contains(service)
        .doesNotContainAnyElementsOf(SERVICES.stream().filter(it -> !it.equals(service)).toList());
  }

  @Test
  void areAllApplied() {
    Set<Path> applied = new HashSet<>();
    manifests
        .of("Kustomization")
        .getFirst()
        .content()
        .path("resources")
        .forEach(it -> applied.add(Path.of(it.asText())));

    Set<Path> files = new HashSet<>(Manifests.files());
    files.remove(Path.of("kustomization.yaml"));
    assertThat(applied).isEqualTo(files);
  }

  private Manifest workload(String service) {
    return manifests.of("Deployment", "StatefulSet").stream()
        .filter(it -> it.name().equals(service))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(JsonNode tree, String field) {
    List<String> all = new ArrayList<>();
    tree.findValues(field).forEach(it -> all.add(it.asText()));
    return all;
  }
}
