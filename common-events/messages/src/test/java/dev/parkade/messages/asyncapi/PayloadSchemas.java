package dev.parkade.messages.asyncapi;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaKeyword;
import com.github.victools.jsonschema.generator.SchemaVersion;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.Id;
import dev.parkade.messages.id.Sku;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The JSON schema of a message body, as the codec writes it. Further properties are allowed,
/// because a newer producer may add some.
final class PayloadSchemas {

  private final SchemaGenerator generator;

  PayloadSchemas() {
    var builder =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_7, OptionPreset.PLAIN_JSON)
            .with(Option.INLINE_ALL_SCHEMAS)
            .without(Option.SCHEMA_VERSION_INDICATOR);
    builder
        .forFields()
        .withRequiredCheck(
            field -> !field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class));
    builder.forTypesInGeneral().withCustomDefinitionProvider(PayloadSchemas::definition);
    generator = new SchemaGenerator(builder.build());
  }

  ObjectNode of(Class<?> body) {
    return generator.generateSchema(body);
  }

  private static @Nullable CustomDefinition definition(
      ResolvedType type, SchemaGenerationContext context) {
    Class<?> raw = type.getErasedType();
    if (raw == CustomerId.class || raw == Sku.class) {
      ObjectNode schema = string(context);
      schema.put(context.getKeyword(SchemaKeyword.TAG_PATTERN), "^[A-Za-z0-9._:-]{1,64}$");
      return new CustomDefinition(schema, true);
    }
    if (Id.class.isAssignableFrom(raw)) {
      return formatted(context, "uuid");
    }
    return raw == Instant.class ? formatted(context, "date-time") : null;
  }

  private static CustomDefinition formatted(SchemaGenerationContext context, String format) {
    ObjectNode schema = string(context);
    schema.put(context.getKeyword(SchemaKeyword.TAG_FORMAT), format);
    return new CustomDefinition(schema, true);
  }

  private static ObjectNode string(SchemaGenerationContext context) {
    return context
        .getGeneratorConfig()
        .createObjectNode()
        .put(
            context.getKeyword(SchemaKeyword.TAG_TYPE),
            context.getKeyword(SchemaKeyword.TAG_TYPE_STRING));
  }
}
