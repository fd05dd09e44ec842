package dev.parkade.bench;

import java.nio.file.Path;

/// The topics and the database of one contender in one repetition; nothing is shared with others.
///
/// @param run names it, in topics, groups and ids
/// @param customers the topic of customer events, keyed by customer
/// @param commands the topic of payment commands, keyed by customer
/// @param directory for files of its own
record Lane(
    String run,
    String bootstrapServers,
    String customers,
    String commands,
    String jdbcUrl,
    Path directory) {
  /// Owner of the database, as PostgreSQL and the topics listen on loopback only.
  static final String ROLE = "bench";

  static final String PASSWORD = "bench";
}
