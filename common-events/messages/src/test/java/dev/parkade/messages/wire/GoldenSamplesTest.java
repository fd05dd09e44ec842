package dev.parkade.messages.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Envelope;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The samples are the contract: one file per message type, frozen once published. A new field is a
/// new sample beside the old one; anything else is a new version of the type.
class GoldenSamplesTest {

  private static final Path SAMPLES = Path.of("src/test/resources/samples");
  // whatever may travel on a topic, so that no family can be forgotten here
  private static final List<Class<? extends MessageBody>> FAMILIES =
      Topics.ALL.stream().flatMap(topic -> topic.bodies().stream()).distinct().toList();

  private final MessageCodec codec = new MessageCodec();
  private final JsonMapper json = JsonMapper.builder().build();

  @Test
  void everyMessageOfEveryFamilyHasANameAndASample() throws IOException {
    Set<String> names =
        FAMILIES.stream()
            .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
            .map(type -> MessageTypes.nameOf(type.asSubclass(MessageBody.class)))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(names).isEqualTo(new TreeSet<>(MessageTypes.names()));
    assertThat(sampleFiles().map(GoldenSamplesTest::typeOf).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @ParameterizedTest
  @MethodSource("sampleFiles")
  void aSampleIsReadAndWrittenBackUnchanged(Path file) throws IOException {
    JsonNode sample = json.readTree(Files.readString(file));

    Message<?> message = read(sample);
    Encoded written = codec.encode(message);

    assertThat(json.readTree(written.payload())).isEqualTo(sample.get("payload"));
    sample
        .get("headers")
        .properties()
        .forEach(
            h -> assertThat(written.headers()).containsEntry(h.getKey(), h.getValue().asString()));
    assertThat(written.headers()).hasSize(sample.get("headers").size());
  }

  @ParameterizedTest
  @MethodSource("sampleFiles")
  void aFieldThatANewerProducerAddsIsIgnored(Path file) throws IOException {
    JsonNode sample = json.readTree(Files.readString(file));
    String payload = sample.get("payload").toString();
    String newer = "{\"addedByANewerProducer\":{\"deep\":[1]}," + payload.substring(1);

    Decoded decoded = decode(sample, newer);

    assertThat(decoded).isInstanceOf(Decoded.Readable.class);
  }

  @ParameterizedTest
  @MethodSource("sampleFiles")
  void aMissingFieldIsPoisonAndNotADefault(Path file) throws IOException {
    JsonNode sample = json.readTree(Files.readString(file));

    Decoded decoded = decode(sample, "{}");

    assertThat(decoded).isInstanceOf(Decoded.Poison.class);
  }

  @Test
  void publishedSamplesAreFrozen() throws Exception {
    Properties frozen = new Properties();
    try (InputStream in = Files.newInputStream(SAMPLES.resolve("frozen.properties"))) {
      frozen.load(in);
    }
    Properties actual = new Properties();
    for (Path file : sampleFiles().toList()) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      actual.put(SAMPLES.relativize(file).toString(), HexFormat.of().formatHex(hash));
    }

    assertThat(actual).isEqualTo(frozen);
  }

  private Message<?> read(JsonNode sample) {
    Decoded decoded = decode(sample, sample.get("payload").toString());
    assertThat(decoded).isInstanceOf(Decoded.Readable.class);
    Message<?> message = ((Decoded.Readable) decoded).message();
    Envelope envelope = message.envelope();
    assertThat(envelope.traceparent()).isNotNull();
    return message;
  }

  private Decoded decode(JsonNode sample, String payload) {
    return codec.decode(
        name -> {
          JsonNode header = sample.get("headers").get(name);
          return header == null ? null : header.asString().getBytes(UTF_8);
        },
        payload.getBytes(UTF_8));
  }

  private static Stream<Path> sampleFiles() throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  private static String typeOf(Path file) {
    return file.getFileName().toString().replace(".json", "");
  }
}
