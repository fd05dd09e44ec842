/// Runs the whole system the way people do, in processes of its own.
@NullMarked
package dev.parkade.e2e;

import org.jspecify.annotations.NullMarked;
