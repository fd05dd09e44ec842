/// What every message carries: id, type, time, correlation, causation and trace, after
/// CloudEvents 1.0.
@NullMarked
package dev.parkade.messages.envelope;

import org.jspecify.annotations.NullMarked;
