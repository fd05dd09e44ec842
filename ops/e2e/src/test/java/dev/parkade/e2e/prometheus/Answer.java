package dev.parkade.e2e.prometheus;

import java.util.List;

/// What a query found, and what Prometheus thinks of the query.
///
/// @param series in the order of Prometheus
/// @param warnings usually that something is wrong with the data
/// @param infos usually that a query is suspicious, for example a rate of what is no counter
public record Answer(List<Series> series, List<String> warnings, List<String> infos) {}
