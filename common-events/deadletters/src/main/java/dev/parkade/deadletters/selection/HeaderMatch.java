package dev.parkade.deadletters.selection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// A header that must be there. Of several with its name, one is enough.
///
/// @param value what it must be; null if it only has to be there
public record HeaderMatch(String name, @Nullable String value) {

  public HeaderMatch {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a header has a name; write it as name or name=value");
    }
  }

  /// Reads `name` or `name=value`, in JSON, too.
  @JsonCreator
  public static HeaderMatch of(String text) {
    int at = text.indexOf('=');
    return at < 0
        ? new HeaderMatch(text, null)
        : new HeaderMatch(text.substring(0, at), text.substring(at + 1));
  }

  public boolean matches(Headers headers) {
    if (value == null) {
      return headers.lastHeader(name) != null;
    }
    byte[] wanted = value.getBytes(UTF_8);
    for (Header header : headers.headers(name)) {
      if (Arrays.equals(header.value(), wanted)) {
        return true;
      }
    }
    return false;
  }

  @JsonValue
  @Override
  public String toString() {
    return value == null ? name : name + "=" + value;
  }
}
