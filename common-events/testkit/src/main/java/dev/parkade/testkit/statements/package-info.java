/// Counts what a piece of code sends to its database.
@NullMarked
package dev.parkade.testkit.statements;

import org.jspecify.annotations.NullMarked;
