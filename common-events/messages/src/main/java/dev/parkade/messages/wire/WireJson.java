package dev.parkade.messages.wire;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.Id;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.PaymentId;
import dev.parkade.messages.id.Sku;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/// How typed values look in JSON: an id is one plain string.
public final class WireJson {

  private WireJson() {}

  /// The module for any mapper that reads or writes our ids, REST bodies included.
  public static SimpleModule module() {
    return new SimpleModule("parkade-ids")
        .addSerializer(Id.class, new IdSerializer())
        .addDeserializer(CustomerId.class, new IdDeserializer<>(CustomerId.class, CustomerId::of))
        .addDeserializer(MessageId.class, new IdDeserializer<>(MessageId.class, MessageId::of))
        .addDeserializer(OrderId.class, new IdDeserializer<>(OrderId.class, OrderId::of))
        .addDeserializer(PaymentId.class, new IdDeserializer<>(PaymentId.class, PaymentId::of))
        .addDeserializer(Sku.class, new IdDeserializer<>(Sku.class, Sku::of));
  }

  /// The mapper of the topics. Unknown properties are ignored, because a newer producer may add
  /// some; missing ones are an error, because the records demand them. A value of another type
  /// is an error too: half a cent must not be rounded, nor a number be taken for a text.
  static JsonMapper mapper() {
    return JsonMapper.builder()
        .addModule(module())
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .build();
  }

  private static final class IdSerializer extends StdScalarSerializer<Id> {

    IdSerializer() {
      super(Id.class);
    }

    @Override
    public void serialize(Id id, JsonGenerator out, SerializationContext context) {
      out.writeString(id.text());
    }
  }

  private static final class IdDeserializer<T extends Id> extends StdScalarDeserializer<T> {

    private final Class<T> type;
    private final Function<String, T> parse;

    IdDeserializer(Class<T> type, Function<String, T> parse) {
      super(type);
      this.type = type;
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) {
      // a number would become an id, too, if it was asked for its text
      if (!in.hasToken(JsonToken.VALUE_STRING)) {
        return type.cast(context.handleUnexpectedToken(type, in));
      }
      String text = in.getString();
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        return type.cast(context.handleWeirdStringValue(type, text, "%s", e.getMessage()));
      }
    }
  }
}
