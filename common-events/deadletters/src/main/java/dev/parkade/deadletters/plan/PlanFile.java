package dev.parkade.deadletters.plan;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A plan as a file: JSON that people can read and review. It has a digest, because a plan
/// is what was reviewed: one that was cut, edited or is something else is refused.
public final class PlanFile {

  private static final String FORMAT = "parkade-dlq-plan";

  private static final int VERSION = 1;

  private static final long MAX_BYTES = 64L * 1024 * 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /// A file that is no plan of ours. The message says what is wrong and what to do.
  public static final class Unusable extends Exception {

    private static final long serialVersionUID = 1;

    Unusable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  @JsonPropertyOrder({"format", "version", "digest", "plan"})
  private record Content(String format, int version, String digest, JsonNode plan) {}

  private PlanFile() {}

  /// Writes a plan.
  ///
  /// @param overwrite whether a file that is there may go
  /// @throws java.nio.file.FileAlreadyExistsException if it may not
  public static void write(Path file, Plan plan, boolean overwrite) throws IOException {
    OpenOption[] how =
        overwrite
            ? new OpenOption[] {
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE
            }
            : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
    try (var out = Files.newOutputStream(file, how)) {
      JsonNode json = JSON.valueToTree(plan);
      JSON.writeValue(out, new Content(FORMAT, VERSION, digest(json), json));
    }
  }

  /// Reads a plan.
  ///
  /// @throws Unusable if the file is no plan, or is not what was written
  public static Plan read(Path file) throws IOException, Unusable {
    if (Files.size(file) > MAX_BYTES) {
      throw new Unusable(file + " is too large for a plan of dlq; make one with dlq plan", null);
    }
    try {
      return plan(file, JSON.readTree(Files.readAllBytes(file)));
    } catch (JacksonException e) {
      throw new Unusable(
          "%s is damaged, or no plan of dlq: %s; plan again".formatted(file, firstLine(e)), e);
    }
  }

  private static Plan plan(Path file, JsonNode tree) throws Unusable {
    if (!FORMAT.equals(tree.path("format").asString(""))) {
      throw new Unusable(file + " is no plan of dlq; make one with dlq plan", null);
    }
    if (tree.path("version").asInt(0) != VERSION) {
      throw new Unusable(
          "%s is a plan of another version than this program's, which is %d: plan again"
              .formatted(file, VERSION),
          null);
    }
    Content content = JSON.treeToValue(tree, Content.class);
    if (!digest(content.plan()).equals(content.digest())) {
      throw new Unusable(
          file + " was changed after it was written, and nobody reviewed that: plan again", null);
    }
    return JSON.treeToValue(content.plan(), Plan.class);
  }

  private static String firstLine(JacksonException e) {
    String text = e.getOriginalMessage();
    return text == null ? e.getClass().getSimpleName() : text.lines().findFirst().orElse("");
  }

  private static String digest(JsonNode plan) {
    try {
      byte[] json = JSON.writeValueAsBytes(plan);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
