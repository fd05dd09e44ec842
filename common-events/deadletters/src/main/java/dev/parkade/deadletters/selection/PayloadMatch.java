package dev.parkade.deadletters.selection;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JsonSmartJsonProvider;
import com.jayway.jsonpath.spi.mapper.JsonSmartMappingProvider;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A JSON path that must find something in the payload: `$.amount` if it is there,
/// `$.amount.amount > 1000` if it compares so, or any path of the library
/// [json-path](https://github.com/json-path/JsonPath) with its filters. What it finds must be more
/// than null, false or nothing.
public final class PayloadMatch {

  /// A larger payload does not match, unread.
  public static final int MAX_BYTES = 1024 * 1024;

  private static final Pattern COMPARISON =
      Pattern.compile("\\$([^?=<>!~]+?)\\s*(==|!=|<=|>=|=~|<|>)\\s*(.+)");

  private static final Configuration LENIENT =
      Configuration.builder()
          .jsonProvider(new JsonSmartJsonProvider())
          .mappingProvider(new JsonSmartMappingProvider())
          .options(Option.SUPPRESS_EXCEPTIONS)
          .build();

  // strict, unlike the library's own parser: what is no JSON has no members
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String text;
  private final JsonPath path;

  private PayloadMatch(String text, JsonPath path) {
    this.text = text;
    this.path = path;
  }

  /// @throws IllegalArgumentException if it is no path
  @JsonCreator
  public static PayloadMatch of(String text) {
    Matcher comparison = COMPARISON.matcher(text);
    String path =
        comparison.matches()
            ? "$[?(@%s %s %s)]"
                .formatted(comparison.group(1), comparison.group(2), comparison.group(3))
            : text;
    try {
      return new PayloadMatch(text, JsonPath.compile(path));
    } catch (InvalidPathException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "no JSON path, which is like $.customerId or $.amount.amount > 1000: %s (%s)"
              .formatted(text, e.getMessage()),
          e);
    }
  }

  /// Never throws: what cannot be read or compared does not match.
  public boolean matches(byte @Nullable [] payload) {
    if (payload == null || payload.length == 0 || payload.length > MAX_BYTES) {
      return false;
    }
    try {
      Object document = JSON.readValue(payload, Object.class);
      return document != null && isSomething(path.read(document, LENIENT));
    } catch (RuntimeException | StackOverflowError e) {
      // no JSON, or a document that was made to break the library
      return false;
    }
  }

  private boolean isSomething(@Nullable Object found) {
    if (found instanceof List<?> list && !path.isDefinite()) {
      return !list.isEmpty();
    }
    return found != null && !Boolean.FALSE.equals(found);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PayloadMatch match && match.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @JsonValue
  @Override
  public String toString() {
    return text;
  }
}
