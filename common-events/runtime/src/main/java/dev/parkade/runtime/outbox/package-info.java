/// Outgoing messages as rows of the caller's own transaction.
@NullMarked
package dev.parkade.runtime.outbox;

import org.jspecify.annotations.NullMarked;
