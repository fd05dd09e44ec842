package dev.parkade.cli.dlq.options;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How one cluster is reached, and as whom.
///
/// @param bootstrapServers null: the local system
/// @param clientProperties settings for every Kafka client, such as SASL and TLS; null: none
/// @param readOnly whether everything that writes is refused
/// @param who the operator's name in the ledger; null: the user of this machine
/// @param ordersUrl where orders are asked for, for links; null: unknown
public record Profile(
    String name,
    @Nullable String bootstrapServers,
    @Nullable Path clientProperties,
    boolean readOnly,
    @Nullable String who,
    @Nullable String ordersUrl) {

  /// The name of the profile that is always there.
  public static final String LOCAL = "local";

  static Profile named(String name) {
    return new Profile(name, null, null, false, null, null);
  }
}
