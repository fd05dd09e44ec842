package dev.parkade.messages.asyncapi;

import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.MessageTypes;
import dev.parkade.messages.wire.WireHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The AsyncAPI 3 document of all topics, out of the catalogue, the sealed families, their
/// documentation and their golden samples.
final class AsyncApiDocument {

  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path SAMPLES = Path.of("src/test/resources/samples");
  private static final String RAW = "Raw";

  private final JsonMapper json = JsonMapper.shared();
  private final PayloadSchemas schemas = new PayloadSchemas();

  ObjectNode write() throws IOException {
    ObjectNode document = json.createObjectNode().put("asyncapi", "3.0.0");
    document
        .putObject("info")
        .put("title", "Parkade")
        .put("version", "v1")
        .put(
            "description",
            "Every topic of the system and every message on it. Messages are CloudEvents 1.0 in the"
                + " binary mode of its Kafka binding. A published message never changes: what is"
                + " not compatible is a new type with its own version. Receivers ignore properties"
                + " that they do not know.")
        .putObject("license")
        .put("name", "Apache-2.0");
    document.put("defaultContentType", "application/json");
    document
        .putObject("servers")
        .putObject("local")
        .put("host", "localhost:9092")
        .put("protocol", "kafka")
        .put("description", "What `ops/parkade up` starts.");
    ObjectNode channels = document.putObject("channels");
    ObjectNode operations = document.putObject("operations");
    for (Topic topic : Topics.ALL) {
      channel(channels.putObject(topic.name()), topic);
      operations(operations, topic);
    }
    components(document.putObject("components"));
    return document;
  }

  private void channel(ObjectNode channel, Topic topic) {
    channel
        .put("address", topic.name())
        .put("description", Traffic.of(topic).purpose() + " Key: " + topic.key() + ".");
    ObjectNode messages = channel.putObject("messages");
    for (String name : messagesOn(topic)) {
      messages.putObject(name).put("$ref", "#/components/messages/" + name);
    }
    ObjectNode kafka = channel.putObject("bindings").putObject("kafka");
    kafka.put("topic", topic.name()).put("partitions", topic.partitions());
    ObjectNode config = kafka.putObject("topicConfiguration");
    config.putArray("cleanup.policy").add(topic.config().get("cleanup.policy"));
    for (String name : List.of("retention.ms", "delete.retention.ms", "max.message.bytes")) {
      if (topic.config().containsKey(name)) {
        config.put(name, Long.parseLong(topic.config().get(name)));
      }
    }
    kafka.put("bindingVersion", "0.5.0");
  }

  private static void operations(ObjectNode operations, Topic topic) {
    Traffic traffic = Traffic.of(topic);
    traffic.senders().forEach(who -> operation(operations, topic, who, "send"));
    traffic.receivers().forEach(who -> operation(operations, topic, who, "receive"));
  }

  private static void operation(ObjectNode operations, Topic topic, String who, String action) {
    operations
        .putObject(who + "." + action + "." + topic.name())
        .put("action", action)
        .put("title", who + " " + action + "s " + topic.name())
        .putObject("channel")
        .put("$ref", "#/channels/" + topic.name());
  }

  private static List<String> messagesOn(Topic topic) {
    List<String> names =
        families(topic).values().stream().map(Class::getSimpleName).sorted().toList();
    return names.isEmpty() ? List.of(RAW) : names;
  }

  private static Map<String, Class<? extends MessageBody>> families(Topic topic) {
    Map<String, Class<? extends MessageBody>> carried = new LinkedHashMap<>();
    for (String name : MessageTypes.names()) {
      Class<? extends MessageBody> type = MessageTypes.bodyOf(name).orElseThrow();
      if (topic.carries(type)) {
        carried.put(name, type);
      }
    }
    return carried;
  }

  private void components(ObjectNode components) throws IOException {
    ObjectNode messages = components.putObject("messages");
    for (String name : MessageTypes.names().stream().sorted().toList()) {
      Class<? extends MessageBody> type = MessageTypes.bodyOf(name).orElseThrow();
      message(messages.putObject(type.getSimpleName()), name, type);
    }
    messages
        .putObject(RAW)
        .put("name", RAW)
        .put("title", "Bytes")
        .put("contentType", "application/octet-stream")
        .put("summary", "The bytes of another record, or of a tool, with headers of their own.");
    components.putObject("schemas").set("CloudEventHeaders", headers());
  }

  private void message(ObjectNode message, String name, Class<? extends MessageBody> type)
      throws IOException {
    message
        .put("name", name)
        .put("title", type.getSimpleName())
        .put("summary", documentationOf(type))
        .put("contentType", "application/json");
    message.putObject("correlationId").put("location", "$message.header#/ce_correlationid");
    ObjectNode ofType = json.createObjectNode().put("type", "object");
    ofType.putObject("properties").putObject(WireHeaders.TYPE).put("const", name);
    message
        .putObject("headers")
        .putArray("allOf")
        .add(json.createObjectNode().put("$ref", "#/components/schemas/CloudEventHeaders"))
        .add(ofType);
    message.set("payload", schemas.of(type));
    JsonNode sample = json.readTree(Files.readString(SAMPLES.resolve(name + ".json")));
    message
        .putArray("examples")
        .addObject()
        .put("name", "golden sample")
        .<ObjectNode>set("headers", sample.get("headers"))
        .set("payload", sample.get("payload"));
  }

  private ObjectNode headers() {
    ObjectNode schema = json.createObjectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    List<String> required = new ArrayList<>();
    Headers.ALL.forEach(
        header -> {
          ObjectNode property = properties.putObject(header.name()).put("type", "string");
          property.put("description", header.meaning());
          if (header.required()) {
            required.add(header.name());
          }
        });
    var names = schema.putArray("required");
    required.forEach(names::add);
    return schema;
  }

  /// The first paragraph of the type's documentation comment.
  private static String documentationOf(Class<?> type) throws IOException {
    Path source = SOURCES.resolve(type.getName().replace('.', '/') + ".java");
    return Files.readAllLines(source).stream()
        .dropWhile(line -> !line.startsWith("///"))
        .takeWhile(line -> line.startsWith("/// "))
        .takeWhile(line -> !line.startsWith("/// @param"))
        .map(line -> line.substring(4).strip())
        .collect(Collectors.joining(" "));
  }

  /// The headers of every message.
  private record Headers(String name, boolean required, String meaning) {

    static final List<Headers> ALL =
        List.of(
            new Headers(WireHeaders.SPEC_VERSION, true, "1.0"),
            new Headers(WireHeaders.ID, true, "Id of the message; sent again, it keeps its id."),
            new Headers(WireHeaders.TYPE, true, "Logical, versioned name of the type."),
            new Headers(WireHeaders.SOURCE, true, "The service that said it."),
            new Headers(WireHeaders.SUBJECT, true, "The order or customer it is about."),
            new Headers(WireHeaders.TIME, true, "When it was said, RFC 3339."),
            new Headers(WireHeaders.CORRELATION_ID, true, "The order or customer it belongs to."),
            new Headers(WireHeaders.CAUSATION_ID, false, "The message that caused this one."),
            new Headers(WireHeaders.CONTENT_TYPE, true, "application/json"),
            new Headers(WireHeaders.TRACEPARENT, false, "W3C Trace Context."));
  }
}
