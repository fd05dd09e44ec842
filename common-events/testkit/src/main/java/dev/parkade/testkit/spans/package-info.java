/// The spans that code under test records, kept in memory.
@NullMarked
package dev.parkade.testkit.spans;

import org.jspecify.annotations.NullMarked;
