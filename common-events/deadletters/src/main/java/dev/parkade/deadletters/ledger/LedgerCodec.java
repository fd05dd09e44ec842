package dev.parkade.deadletters.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parkade.deadletters.letter.DeadLetterId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How entries look on the ledger: JSON with a version. Whatever cannot be read is null or absent,
/// and never an exception.
final class LedgerCodec {

  /// Entries of a later version may mean what this release does not know.
  static final int VERSION = 1;

  static final String CONTENT_TYPE = "application/json";

  private static final String VERSION_FIELD = "v";

  private final JsonMapper json =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .changeDefaultPropertyInclusion(
              all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  /// What is kept in memory of a letter's entry.
  record Summary(LetterState state, int replays, @Nullable UUID run) {}

  private record Letter(
      int v,
      LetterState state,
      int replays,
      @Nullable String run,
      List<@Nullable LetterAction> actions) {}

  private record Import(int v, String letter, String run, Instant at) {
    private Import {
      Stream.of(letter, run, at).forEach(Objects::requireNonNull);
    }
  }

  byte[] value(LedgerEntry entry) {
    return switch (entry) {
      case LetterEntry letter -> json.writeValueAsBytes(wire(letter));
      case ImportEntry imported ->
          json.writeValueAsBytes(
              new Import(VERSION, imported.letter().text(), imported.run(), imported.at()));
      case RunEntry run -> versioned(run);
      case LeaseEntry lease -> versioned(lease);
    };
  }

  byte[] key(LedgerEntry entry) {
    return entry.key().getBytes(UTF_8);
  }

  /// A letter's state without its actions, which most readers do not need.
  @Nullable Summary summary(byte[] value) {
    int version = 0;
    LetterState state = null;
    int replays = -1;
    String run = null;
    try (JsonParser in = json.createParser(value)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        JsonToken token = in.nextToken();
        if (name.equals(VERSION_FIELD) && token == JsonToken.VALUE_NUMBER_INT) {
          version = in.getIntValue();
        } else if (name.equals("state") && token == JsonToken.VALUE_STRING) {
          state = LetterState.valueOf(in.getString());
        } else if (name.equals("replays") && token == JsonToken.VALUE_NUMBER_INT) {
          replays = in.getIntValue();
        } else if (name.equals("run") && token == JsonToken.VALUE_STRING) {
          run = in.getString();
        } else {
          in.skipChildren();
        }
      }
      // what comes after must be the end: half a record is none
      if (in.currentToken() != JsonToken.END_OBJECT || in.nextToken() != null) {
        return null;
      }
    } catch (JacksonException | IllegalArgumentException e) {
      return null;
    }
    return state == null || replays < 0 || version < 1
        ? null
        : new Summary(state, replays, uuid(run));
  }

  @Nullable LetterEntry letter(DeadLetterId id, byte[] value) {
    try {
      Letter wire = json.readValue(value, Letter.class);
      return new LetterEntry(
          id,
          wire.state(),
          wire.replays(),
          wire.actions().stream().filter(Objects::nonNull).toList());
    } catch (JacksonException | NullPointerException e) {
      return null;
    }
  }

  @Nullable RunEntry run(byte[] value) {
    return read(value, RunEntry.class);
  }

  @Nullable LeaseEntry lease(byte[] value) {
    return read(value, LeaseEntry.class);
  }

  @Nullable ImportEntry imported(Digest digest, byte[] value) {
    Import wire = read(value, Import.class);
    if (wire == null) {
      return null;
    }
    Optional<DeadLetterId> letter = DeadLetterId.parse(wire.letter());
    return letter.map(id -> new ImportEntry(digest, id, wire.run(), wire.at())).orElse(null);
  }

  /// Whether a value says that a later release wrote it.
  boolean isNewer(byte[] value) {
    try (JsonParser in = json.createParser(value)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        if (in.nextToken() == JsonToken.VALUE_NUMBER_INT && name.equals(VERSION_FIELD)) {
          return in.getIntValue() > VERSION;
        }
        in.skipChildren();
      }
    } catch (JacksonException e) {
      return false;
    }
    return false;
  }

  private <T> @Nullable T read(byte[] value, Class<T> type) {
    try {
      return json.readValue(value, type);
    } catch (JacksonException | NullPointerException e) {
      return null;
    }
  }

  private byte[] versioned(LedgerEntry entry) {
    ObjectNode tree = json.createObjectNode().put(VERSION_FIELD, VERSION);
    tree.setAll(json.<ObjectNode>valueToTree(entry));
    return json.writeValueAsBytes(tree);
  }

  private static Letter wire(LetterEntry letter) {
    String run = letter.last().map(LetterAction::run).orElse(null);
    return new Letter(
        VERSION, letter.state(), letter.replays(), run, List.copyOf(letter.actions()));
  }

  private static @Nullable UUID uuid(@Nullable String text) {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
