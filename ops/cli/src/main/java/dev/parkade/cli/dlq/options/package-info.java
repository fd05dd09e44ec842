/// Options that several `parkade dlq` verbs share, and the profiles behind them.
@NullMarked
package dev.parkade.cli.dlq.options;

import org.jspecify.annotations.NullMarked;
