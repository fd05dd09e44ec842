/// What a client did wrong, or must wait for, as RFC 9457 problem details with pages behind them.
@NullMarked
package dev.parkade.runtime.problem;

import org.jspecify.annotations.NullMarked;
