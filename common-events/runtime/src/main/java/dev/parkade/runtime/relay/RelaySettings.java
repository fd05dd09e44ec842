package dev.parkade.runtime.relay;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the relay of a service behaves.
///
/// @param enabled `false` leaves rows in the outbox; for tests and for replicas that must not relay
/// @param slot the replication slot, unique in the database server; by default derived from the
///     database's name
/// @param maxInFlight records that may be sent and not yet acknowledged
/// @param deliveryTimeout how long the producer tries to deliver a record before the relay starts
///     over from the slot
/// @param confirmInterval how often acknowledged records are confirmed to the slot; a crash repeats
///     at most about as much
/// @param heartbeatInterval how often a canary row is sent through the relay
/// @param unhealthyLag the lag at which readiness goes down
/// @param stallTimeout how long a run may bring nothing back before a new one is tried; decoding a
///     huge transaction of other tables takes its time
/// @param initialBackOff the first wait after a failure
/// @param maxBackOff the longest wait after a failure
/// @param standbyRetry how often a standby asks whether it may lead
/// @param retention how long outbox rows are kept; what a lost slot can be repaired from
/// @param republishMargin how far behind the last confirmed row a repair starts, for transactions
///     that were open at that time
@ConfigurationProperties("parkade.relay")
public record RelaySettings(
    @DefaultValue("true") boolean enabled,
    @Nullable String slot,
    @DefaultValue("10000") int maxInFlight,
    @DefaultValue("30s") Duration deliveryTimeout,
    @DefaultValue("500ms") Duration confirmInterval,
    @DefaultValue("1s") Duration heartbeatInterval,
    @DefaultValue("30s") Duration unhealthyLag,
    @DefaultValue("5m") Duration stallTimeout,
    @DefaultValue("200ms") Duration initialBackOff,
    @DefaultValue("10s") Duration maxBackOff,
    @DefaultValue("1s") Duration standbyRetry,
    @DefaultValue("24h") Duration retention,
    @DefaultValue("5m") Duration republishMargin) {

  private static final int LONGEST_SLOT_NAME = 63;

  public RelaySettings {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException(
          "parkade.relay.max-in-flight must be at least 1, not " + maxInFlight);
    }
    if (retention.compareTo(republishMargin.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "parkade.relay.retention must be at least twice parkade.relay.republish-margin");
    }
  }

  /// The slot's name for a database: slots belong to the server, so each database needs its own.
  String slotFor(String database) {
    if (slot != null) {
      return slot;
    }
    String name =
        "parkade_relay_" + database.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    return name.substring(0, Math.min(name.length(), LONGEST_SLOT_NAME));
  }
}
