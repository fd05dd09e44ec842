package dev.parkade.testkit.environment;

/// A database of its own for one test, owned by a role that may log in and replicate.
public record Database(
    String host, int port, String name, String jdbcUrl, String username, String password) {}
