package dev.parkade.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parkade.kubernetes.Manifests.Manifest;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Kafka on Kubernetes: Strimzi's own types read our resources, and these say what the catalogue
/// says.
class StrimziTest {
  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "Kafka", Kafka.class,
          "KafkaNodePool", KafkaNodePool.class,
          "KafkaTopic", KafkaTopic.class,
          "KafkaUser", KafkaUser.class);

  /// Strimzi keeps what it does not know; here it is an error.
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              });

  private final Manifests manifests = Manifests.read();

  @ParameterizedTest
  @ValueSource(strings = {"Kafka", "KafkaNodePool", "KafkaTopic", "KafkaUser"})
  void readsItsResources(String kind) {
    assertThat(manifests.of(kind)).isNotEmpty().allSatisfy(StrimziTest::isKnown);
  }

  @Test
  void refusesAFieldThatItDoesNotKnow() {
    JsonNode broken = manifests.one("Kafka", "parkade").content().deepCopy();
    ((ObjectNode) broken.at("/spec/kafka")).put("listners", "none");

    assertThatThrownBy(() -> STRICT.treeToValue(broken, Kafka.class))
        .isInstanceOf(UnrecognizedPropertyException.class)
        .hasMessageContaining("listners");
  }

  @Test
  void hasEveryTopicOfTheCatalogueAsTheCatalogueHasIt() {
    var declared =
        manifests.of("KafkaTopic").stream()
            .collect(Collectors.toMap(Manifest::name, it -> it.content().path("spec")));

    assertThat(declared.keySet())
        .containsExactlyInAnyOrderElementsOf(Topics.ALL.stream().map(Topic::name).toList());
    for (Topic topic : Topics.ALL) {
      JsonNode spec = declared.get(topic.name());
      Map<String, String> config = new HashMap<>(topic.config());
      config.put("min.insync.replicas", "2");
      assertThat(spec.path("partitions").asInt()).as(topic.name()).isEqualTo(topic.partitions());
      assertThat(spec.path("replicas").asInt()).as(topic.name()).isEqualTo(3);
      assertThat(new ObjectMapper().convertValue(spec.path("config"), Map.class))
          .as(topic.name())
          .isEqualTo(config);
    }
  }

  @Test
  void letsUsersDoWhatTheTopicTableSaysAndNothingElse() {
    var writers = grants("Write");
    var readers = grants("Read");

    assertThat(writers.get("customer.events")).containsExactly("customer-service");
    assertThat(writers.get("order.events")).containsExactly("order-orchestrator");
    assertThat(writers.get("payment.commands"))
        .containsExactlyInAnyOrder("order-orchestrator", "operators");
    assertThat(writers.get("payment.parked"))
        .containsExactlyInAnyOrder("payment-service", "operators");
    assertThat(readers.get("customer.events"))
        .containsExactlyInAnyOrder("payment-service", "operators");
    assertThat(readers.get("payment.commands"))
        .containsExactlyInAnyOrder("payment-service", "operators");
    assertThat(readers.get("inventory.commands"))
        .containsExactlyInAnyOrder("inventory-service", "operators");
    Topics.ALL.forEach(it -> assertThat(writers).as("writers").containsKey(it.name()));
    assertThat(grantedTopics())
        .isSubsetOf(Topics.ALL.stream().map(Topic::name).collect(Collectors.toSet()));
    assertThat(grants("Create")).isEmpty();
    assertThat(grants("All")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"payment-service", "inventory-service", "order-orchestrator"})
  void letsServicesOpenASessionOfTheirOwnDeadLettersOnly(String service) {
    List<String> ids = new ArrayList<>();
    for (JsonNode acl :
        manifests.one("KafkaUser", service).content().at("/spec/authorization/acls")) {
      if (acl.at("/resource/type").asText().equals("transactionalId")) {
        ids.add(acl.at("/resource/name").asText());
      }
    }

    String topic = service.substring(0, service.indexOf('-')) + ".dlq";
    assertThat(ids)
        .containsExactlyInAnyOrder("parkade-dlq-" + topic, "parkade-dlq-announced-" + topic);
  }

  private static void isKnown(Manifest manifest) {
    try {
      Object read = STRICT.treeToValue(manifest.content(), KINDS.get(manifest.kind()));
      assertThat(read).isNotNull();
    } catch (JsonProcessingException unknown) {
      throw new AssertionError(manifest + ": " + unknown.getOriginalMessage(), unknown);
    }
  }

  private Map<String, Set<String>> grants(String operation) {
    Map<String, Set<String>> users = new HashMap<>();
    for (Manifest user : manifests.of("KafkaUser")) {
      for (JsonNode acl : user.content().at("/spec/authorization/acls")) {
        boolean granted = false;
        for (JsonNode it : acl.path("operations")) {
          granted |= it.asText().equals(operation);
        }
        if (granted && acl.at("/resource/type").asText().equals("topic")) {
          users
              .computeIfAbsent(acl.at("/resource/name").asText(), name -> new HashSet<>())
              .add(user.name());
        }
      }
    }
    return users;
  }

  private Set<String> grantedTopics() {
    Set<String> topics = new HashSet<>();
    topics.addAll(grants("Read").keySet());
    topics.addAll(grants("Write").keySet());
    topics.addAll(grants("Describe").keySet());
    return topics;
  }
}
