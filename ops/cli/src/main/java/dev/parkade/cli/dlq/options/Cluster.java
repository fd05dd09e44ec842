package dev.parkade.cli.dlq.options;

import dev.parkade.deadletters.kafka.KafkaAccess;

/// The brokers that a command works with, and the profile that led to them.
///
/// @param ordersUrl where the stories of orders are told; relative to nothing if that is unknown
public record Cluster(KafkaAccess kafka, Profile profile, String ordersUrl) {}
