package dev.parkade.e2e.prometheus;

/// A rule as the server evaluates it.
///
/// @param type `alerting` or `recording`
/// @param health `ok`, `err`, or `unknown` before its first evaluation
/// @param state of an alert: `inactive`, `pending` or `firing`; empty for a recording rule
/// @param lastError empty if the last evaluation went well
public record Rule(
    String group,
    String name,
    String type,
    String query,
    String health,
    String state,
    String lastError) {}
