package dev.parkade.messages.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.MessageTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// The AsyncAPI document is generated, and committed so that its changes are seen. That it is valid
/// is the business of the ecosystem's own tool: see ops/contracts.
class AsyncApiTest {

  private static final Path FILE = Path.of("src/main/resources/asyncapi.yaml");

  private final YAMLMapper yaml =
      YAMLMapper.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();
  private ObjectNode document;

  @BeforeEach
  void generate() throws IOException {
    document = new AsyncApiDocument().write();
  }

  @Test
  void theFileSaysWhatTheCodeSays() throws IOException {
    String generated = yaml.writeValueAsString(document);
    if (System.getProperty("contracts.write") != null) {
      Files.writeString(FILE, generated);
    }

    assertThat(generated)
        .as("the messages are others than %s says; see ops/contracts/README.md", FILE)
        .isEqualTo(Files.readString(FILE));
  }

  @Test
  void everyTopicAndEveryMessageIsInIt() {
    assertThat(document.get("channels").propertyNames())
        .containsExactlyElementsOf(Topics.ALL.stream().map(Topic::name).toList());
    assertThat(
            document
                .get("components")
                .get("messages")
                .valueStream()
                .map(message -> message.get("name").asString())
                .collect(Collectors.toSet()))
        .containsAll(MessageTypes.names());
  }

  @Test
  void everyMessageIsExplainedAndTravelsSomewhere() {
    String channels = document.get("channels").toString();

    for (JsonNode message : document.get("components").get("messages")) {
      assertThat(message.get("summary").asString()).isNotBlank();
      assertThat(channels).contains("#/components/messages/");
    }
    for (String name : MessageTypes.names()) {
      String type = MessageTypes.bodyOf(name).orElseThrow().getSimpleName();
      assertThat(channels).contains("\"#/components/messages/" + type + "\"");
    }
  }

  @Test
  void aComponentThatMayBeMissingIsNotRequired() {
    JsonNode reserve = document.at("/components/messages/ReserveStock/payload");

    assertThat(reserve.get("required").toString()).contains("orderId", "lines");
    assertThat(reserve.at("/properties/orderId/format").asString()).isEqualTo("uuid");
  }
}
