package dev.parkade.runtime.keys;

import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Writes keys as [KeyText] read them: with the very bytes they had.
public final class KeySerializer implements Serializer<@Nullable String> {

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable String key) {
    return key == null ? null : KeyText.bytes(key);
  }
}
