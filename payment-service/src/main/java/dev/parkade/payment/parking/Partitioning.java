package dev.parkade.payment.parking;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;

/// Where the Java client's partitioner puts a key. Others (librdkafka's default, for one) hash
/// differently, and then a customer's events and commands meet different owners.
final class Partitioning {

  private Partitioning() {}

  static int of(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions;
  }
}
