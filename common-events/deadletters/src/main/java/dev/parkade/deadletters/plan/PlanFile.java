package dev.parkade.deadletters.plan;

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
      JSON.writeValue(out, document(plan));
    }
  }

  /// What such a file holds, for those who send it instead.
  public static PlanDocument document(Plan plan) {
    JsonNode json = JSON.valueToTree(plan);
    return new PlanDocument(FORMAT, VERSION, digest(json), json);
  }

  /// Reads a plan that was sent.
  ///
  /// @param name what to call it when something is wrong with it
  /// @throws Unusable if it is no plan, or is not what was written
  public static Plan read(String name, PlanDocument document) throws Unusable {
    try {
      return plan(name, document);
    } catch (JacksonException e) {
      throw damaged(name, e);
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
      JsonNode tree = JSON.readTree(Files.readAllBytes(file));
      if (!FORMAT.equals(tree.path("format").asString(""))) {
        throw noPlan(file.toString());
      }
      if (tree.path("version").asInt(0) != VERSION) {
        throw otherVersion(file.toString());
      }
      return plan(file.toString(), JSON.treeToValue(tree, PlanDocument.class));
    } catch (JacksonException e) {
      throw damaged(file.toString(), e);
    }
  }

  private static Plan plan(String name, PlanDocument document) throws Unusable {
    if (!FORMAT.equals(document.format()) || !document.plan().isObject()) {
      throw noPlan(name);
    }
    if (document.version() != VERSION) {
      throw otherVersion(name);
    }
    if (!digest(document.plan()).equals(document.digest())) {
      throw new Unusable(
          name + " was changed after it was written, and nobody reviewed that: plan again", null);
    }
    return JSON.treeToValue(document.plan(), Plan.class);
  }

  private static Unusable noPlan(String name) {
    return new Unusable(name + " is no plan of dlq; make one with dlq plan", null);
  }

  private static Unusable otherVersion(String name) {
    return new Unusable(
        "%s is a plan of another version than this program's, which is %d: plan again"
            .formatted(name, VERSION),
        null);
  }

  private static Unusable damaged(String name, JacksonException e) {
    return new Unusable(
        "%s is damaged, or no plan of dlq: %s; plan again".formatted(name, firstLine(e)), e);
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
