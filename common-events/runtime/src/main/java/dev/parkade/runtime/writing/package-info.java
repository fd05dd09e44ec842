/// Several writes of one transaction as one statement.
@NullMarked
package dev.parkade.runtime.writing;

import org.jspecify.annotations.NullMarked;
