/// The program behind `ops/parkade`: the root command and what all commands share.
@NullMarked
package dev.parkade.cli;

import org.jspecify.annotations.NullMarked;
