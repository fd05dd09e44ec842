/// Follows an order while it happens: server-sent events with resume and heartbeats.
@NullMarked
package dev.parkade.order.streaming;

import org.jspecify.annotations.NullMarked;
