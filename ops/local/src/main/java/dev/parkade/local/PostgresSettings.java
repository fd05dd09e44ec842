package dev.parkade.local;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What every PostgreSQL server of ours is set to, wherever it runs.
public final class PostgresSettings {
  private static final Map<String, String> COMMON =
      Map.ofEntries(
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          Map.entry("wal_level", "logical"),
          Map.entry("max_wal_senders", "20"),
          Map.entry("max_replication_slots", "20"),
          // a forgotten slot must not fill the disk
          Map.entry("max_slot_wal_keep_size", "1GB"),
          // a dead relay frees its slot for the next leader
          Map.entry("wal_sender_timeout", "5s"),
          Map.entry("max_connections", "200"),
          Map.entry("shared_buffers", "128MB"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"));

  private PostgresSettings() {}

  /// Durable, ready for logical decoding, in UTC.
  public static Map<String, String> common() {
    return COMMON;
  }

  /// Options of `initdb`: passwords are asked for, and text is UTF-8 that sorts by code point.
  public static List<String> initialisation() {
    return List.of(
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8");
  }

  /// Settings as options of the command `postgres`.
  public static List<String> asOptions(Map<String, String> settings) {
    return settings.entrySet().stream()
        .flatMap(it -> Stream.of("-c", it.getKey() + "=" + it.getValue()))
        .toList();
  }
}
