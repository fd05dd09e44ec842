package dev.parkade.runtime.problem;

import dev.parkade.messages.id.Id;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/// Says what is wrong with a JSON body, without class names and without repeating the body.
final class JsonProblems {

  private JsonProblems() {}

  static Problem of(@Nullable Throwable cause) {
    return switch (cause) {
      case UnrecognizedPropertyException e -> unknownField(e);
      case ValueInstantiationException e -> invalid(e, rootReason(e));
      case InvalidFormatException e -> invalid(e, badFormat(e));
      case MismatchedInputException e when e.getPath().isEmpty() ->
          malformed("the body must be exactly one " + expectedDocument(e.getTargetType()));
      case MismatchedInputException e -> invalid(e, "is not " + expected(e.getTargetType()));
      case InputCoercionException e -> invalid(e, "is not " + expected(e.getTargetType()));
      case StreamReadException e -> malformed(where(e));
      case null, default -> malformed("the body is missing or is not JSON");
    };
  }

  private static Problem malformed(String detail) {
    return Problem.of(CommonProblems.MALFORMED_BODY, detail);
  }

  private static Problem unknownField(UnrecognizedPropertyException e) {
    String known =
        e.getKnownPropertyIds() == null
            ? ""
            : ". Known here: "
                + e.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
    String field = abbreviate(e.getPropertyName());
    return Problem.of(
        CommonProblems.UNKNOWN_FIELD,
        "there is no field \"" + field + "\"" + known,
        Map.of("errors", List.of(FieldError.of(pointer(e), "unknown field"))));
  }

  private static Problem invalid(JacksonException e, String reason) {
    String pointer = pointer(e);
    return Problem.of(
        CommonProblems.INVALID_FIELD,
        (pointer.isEmpty() ? "the body " : pointer + " ") + reason,
        Map.of("errors", List.of(FieldError.of(pointer, reason))));
  }

  private static String rootReason(ValueInstantiationException e) {
    Throwable cause = e.getCause();
    return cause instanceof IllegalArgumentException && cause.getMessage() != null
        ? "is refused: " + cause.getMessage()
        : "is not complete: a needed field is missing";
  }

  private static String badFormat(InvalidFormatException e) {
    if (Id.class.isAssignableFrom(e.getTargetType())) {
      // the id says itself what it expects; Jackson puts that behind the quoted value
      String text = e.getOriginalMessage();
      int reason = text.lastIndexOf("\": ");
      return reason < 0 ? "is not an id" : "is " + text.substring(reason + 3);
    }
    return "is not " + expected(e.getTargetType());
  }

  private static String expectedDocument(@Nullable Class<?> type) {
    return type != null && List.class.isAssignableFrom(type) ? "JSON list" : "JSON object";
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "of the expected type";
    }
    if (type.isEnum()) {
      return "one of " + List.of(type.getEnumConstants());
    }
    if (type == String.class || Id.class.isAssignableFrom(type)) {
      return "a string";
    }
    if (List.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number in the range of its field";
    }
    return type.isRecord() ? "an object" : "of the expected type";
  }

  private static String where(StreamReadException e) {
    var at = e.getLocation();
    return at == null
        ? "the body is not JSON"
        : "the body is not JSON: see line %d, column %d"
            .formatted(at.getLineNr(), at.getColumnNr());
  }

  private static String pointer(JacksonException e) {
    return e.getPath().stream()
        .map(r -> r.getPropertyName() == null ? "" + r.getIndex() : r.getPropertyName())
        .map(part -> "/" + abbreviate(part).replace("~", "~0").replace("/", "~1"))
        .collect(Collectors.joining());
  }

  private static String abbreviate(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
