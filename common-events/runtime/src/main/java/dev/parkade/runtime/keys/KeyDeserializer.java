package dev.parkade.runtime.keys;

import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Reads keys as [KeyText]: what is malformed is not lost.
public final class KeyDeserializer implements Deserializer<@Nullable String> {

  @Override
  public @Nullable String deserialize(String topic, byte @Nullable [] bytes) {
    return bytes == null ? null : KeyText.of(bytes);
  }
}
