package dev.parkade.contracts;

import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.compare.OpenApiDiffOptions;
import org.openapitools.openapidiff.core.model.BackwardIncompatibleProp;
import org.openapitools.openapidiff.core.model.Changed;
import org.openapitools.openapidiff.core.model.ChangedApiResponse;
import org.openapitools.openapidiff.core.model.ChangedContent;
import org.openapitools.openapidiff.core.model.ChangedHeaders;
import org.openapitools.openapidiff.core.model.ChangedList;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.model.ChangedOperation;
import org.openapitools.openapidiff.core.model.ChangedParameter;
import org.openapitools.openapidiff.core.model.ChangedParameters;
import org.openapitools.openapidiff.core.model.ChangedSchema;
import org.openapitools.openapidiff.core.model.ComposedChanged;

/// What of one OpenAPI document breaks the clients of another, one sentence each.
final class BreakingChanges {

  private final Set<String> found = new TreeSet<>();

  private BreakingChanges() {}

  static Set<String> between(String published, String current) {
    ChangedOpenApi changed = OpenApiCompare.fromContents(published, current, null, options());
    var changes = new BreakingChanges();
    changed
        .getMissingEndpoints()
        .forEach(e -> changes.found.add(e.getMethod() + " " + e.getPathUrl() + ": is gone"));
    changed.getChangedOperations().forEach(changes::operation);
    if (changed.isIncompatible() && changes.found.isEmpty()) {
      changes.found.add("the document: something outside of its operations");
    }
    return changes.found;
  }

  private static OpenApiDiffOptions options() {
    var options = OpenApiDiffOptions.builder();
    for (BackwardIncompatibleProp property :
        Set.of(
            BackwardIncompatibleProp.REQUEST_MIN_LENGTH_INCREASED,
            BackwardIncompatibleProp.RESPONSE_NUMERIC_RANGE_INCREASED)) {
      options.configProperty(property.getPropertyName(), "true");
    }
    return options.build();
  }

  private void operation(ChangedOperation operation) {
    walk(operation.getHttpMethod() + " " + operation.getPathUrl() + ": ", operation);
  }

  /// Walks down to what breaks somebody by itself.
  private void walk(String where, Changed changed) {
    List<Map.Entry<String, Changed>> parts = parts(changed);
    parts.forEach(part -> walk(where + part.getKey(), part.getValue()));
    if (losesProperties(changed) || isIncompatibleByItself(changed, parts)) {
      found.add((where + " " + what(changed)).replaceAll(" +", " ").strip());
    }
  }

  private static boolean isIncompatibleByItself(
      Changed changed, List<Map.Entry<String, Changed>> parts) {
    return changed.isIncompatible()
        && (!(changed instanceof ComposedChanged composed)
            || composed.isCoreChanged().isIncompatible()
            || parts.stream().noneMatch(part -> part.getValue().isIncompatible()));
  }

  /// openapi-diff minds only required ones; but somebody may read an optional one, and a service
  /// refuses a request with one that it does not know.
  private static boolean losesProperties(Changed changed) {
    return changed instanceof ChangedSchema schema && !schema.getMissingProperties().isEmpty();
  }

  /// The parts of a change with what each of them is called.
  private static List<Map.Entry<String, Changed>> parts(Changed changed) {
    List<Map.Entry<String, Changed>> parts = new ArrayList<>();
    switch (changed) {
      case ChangedApiResponse r -> r.getChanged().forEach((k, v) -> add(parts, k + " ", v));
      case ChangedContent c -> c.getChanged().forEach((k, v) -> add(parts, "", v));
      case ChangedHeaders h -> h.getChanged().forEach((k, v) -> add(parts, k + " ", v));
      case ChangedParameters p -> p.getChanged().forEach(v -> add(parts, v.getName() + " ", v));
      case ChangedSchema s -> {
        s.getChangedProperties().forEach((k, v) -> add(parts, "/" + k, v));
        s.getChangedElements().stream()
            .filter(e -> !s.getChangedProperties().containsValue(e))
            .forEach(e -> add(parts, e == s.getItems() ? "/*" : "", e));
      }
      case ComposedChanged c -> c.getChangedElements().forEach(v -> add(parts, "", v));
      default -> {}
    }
    return parts;
  }

  private static void add(List<Map.Entry<String, Changed>> parts, String name, Changed part) {
    if (part != null) {
      parts.add(Map.entry(name, part));
    }
  }

  private static String what(Changed changed) {
    return switch (changed) {
      case ChangedApiResponse r -> "no longer answers " + sorted(r.getMissing().keySet());
      case ChangedContent c -> "no longer speaks " + sorted(c.getMissing().keySet());
      case ChangedHeaders h -> "no longer sends " + sorted(h.getMissing().keySet());
      case ChangedParameters p -> parameters(p);
      case ChangedParameter p -> p.isChangeRequired() ? "is required" : "is read differently";
      case ChangedSchema s -> schema(s);
      case ChangedList<?> l -> name(l) + ":" + moreAndFewer(l.getIncreased(), l.getMissing());
      default -> name(changed);
    };
  }

  private static String parameters(ChangedParameters parameters) {
    List<String> required =
        parameters.getIncreased().stream()
            .filter(p -> Boolean.TRUE.equals(p.getRequired()))
            .map(Parameter::getName)
            .toList();
    List<String> missing = parameters.getMissing().stream().map(Parameter::getName).toList();
    return "parameters:" + moreAndFewer(required, missing);
  }

  private static String moreAndFewer(List<?> more, List<?> fewer) {
    return (more.isEmpty() ? "" : " more " + sorted(more))
        + (fewer.isEmpty() ? "" : " fewer " + sorted(fewer));
  }

  private static String schema(ChangedSchema schema) {
    if (schema.isChangedType()) {
      return "is no longer of type " + schema.getOldSchema().getType();
    }
    if (!schema.getMissingProperties().isEmpty()) {
      return "has no longer " + sorted(schema.getMissingProperties().keySet());
    }
    return schema.getIncreasedProperties().isEmpty()
        ? "is another schema"
        : "needs " + sorted(schema.getIncreasedProperties().keySet());
  }

  /// `ChangedRequired` is about what is `required`.
  private static String name(Changed changed) {
    String type = changed.getClass().getSimpleName().substring("Changed".length());
    return type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
  }

  private static String sorted(Iterable<?> values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(String.valueOf(value)));
    texts.sort(Comparator.naturalOrder());
    return String.join(", ", texts);
  }
}
