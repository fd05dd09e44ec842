/// Several statements in one round trip to the database.
@NullMarked
package dev.parkade.runtime.pipeline;

import org.jspecify.annotations.NullMarked;
