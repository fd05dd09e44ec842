/// Clients for the brokers.
@NullMarked
package dev.parkade.deadletters.kafka;

import org.jspecify.annotations.NullMarked;
