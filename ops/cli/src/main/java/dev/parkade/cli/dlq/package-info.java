/// `parkade dlq`: the command line of the engine for dead letters.
@NullMarked
package dev.parkade.cli.dlq;

import org.jspecify.annotations.NullMarked;
