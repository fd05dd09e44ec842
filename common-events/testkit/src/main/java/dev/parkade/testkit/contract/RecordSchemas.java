package dev.parkade.testkit.contract;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.Id;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.money.Money;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.media.UUIDSchema;
import jakarta.validation.constraints.NotNull;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What swagger cannot know about our records: an id is one string, a component is always there
/// unless it is nullable, because null is left out, and the comment says what it means.
final class RecordSchemas implements ModelConverter {

  private static final String NAME = "^[A-Za-z0-9._:-]{1,64}$";

  private final Map<String, Class<?>> named = new HashMap<>();

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    Class<?> raw = Json.mapper().constructType(type.getType()).getRawClass();
    if (Id.class.isAssignableFrom(raw)) {
      return raw == CustomerId.class || raw == Sku.class
          ? new StringSchema().pattern(NAME)
          : new UUIDSchema();
    }
    if (JsonNode.class.isAssignableFrom(raw)) {
      // a document that another one carries as it is
      return new ObjectSchema();
    }
    if (!chain.hasNext()) {
      return null;
    }
    Schema<?> schema = chain.next().resolve(type, context, chain);
    if (raw.isRecord() && schema != null) {
      describe(raw, definition(raw, schema, context));
    }
    return schema;
  }

  private Schema<?> definition(Class<?> raw, Schema<?> schema, ModelConverterContext context) {
    String reference = schema.get$ref();
    if (reference == null) {
      return schema;
    }
    String name = reference.substring(reference.lastIndexOf('/') + 1);
    Class<?> other = named.putIfAbsent(name, raw);
    if (other != null && other != raw) {
      throw new IllegalStateException(
          raw + " and " + other + " would be one schema: name them with @Schema");
    }
    Schema<?> defined = context.getDefinedModels().get(name);
    return defined == null ? schema : defined;
  }

  private static void describe(Class<?> raw, Schema<?> schema) {
    if (schema.getProperties() == null) {
      return;
    }
    schema.setRequired(required(raw));
    SourceDocs docs = SourceDocs.of(raw);
    if (!docs.summary().isEmpty()) {
      schema.setDescription(docs.summary());
    }
    docs.components()
        .forEach(
            (component, text) -> {
              Schema<?> property = schema.getProperties().get(component);
              // beside a reference, a description is ignored
              if (property != null && property.get$ref() == null) {
                property.setDescription(text);
              }
            });
    if (raw == Money.class) {
      schema.setDescription("minor units (cents) and an ISO 4217 code");
      property(schema, "amount").setMinimum(BigDecimal.ZERO);
      property(schema, "currency").setPattern("^[A-Z]{3}$");
    }
  }

  private static Schema<?> property(Schema<?> schema, String name) {
    return Objects.requireNonNull(schema.getProperties().get(name), name);
  }

  private static List<String> required(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(RecordSchemas::isAlwaysThere)
        .map(RecordComponent::getName)
        .toList();
  }

  private static boolean isAlwaysThere(RecordComponent component) {
    // a request's component is null until it has been validated
    return component.getAccessor().isAnnotationPresent(NotNull.class)
        || !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }
}
