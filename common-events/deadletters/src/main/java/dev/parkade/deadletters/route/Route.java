package dev.parkade.deadletters.route;

/// Where a dead letter goes.
public sealed interface Route {

  /// It can be sent.
  ///
  /// @param key the record key there
  /// @param group the consumer group of the service that owns it, by which lag is judged
  @SuppressWarnings("ArrayRecordComponent") // the bytes of one record, never compared
  record To(String topic, int partition, byte[] key, String group) implements Route {}

  /// It cannot, whatever the options.
  record Refused(Refusal refusal) implements Route {}
}
