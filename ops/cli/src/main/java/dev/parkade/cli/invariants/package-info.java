/// Checks the promises of the whole system against what its databases and topics hold.
@NullMarked
package dev.parkade.cli.invariants;

import org.jspecify.annotations.NullMarked;
