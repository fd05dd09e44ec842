/// Runs the whole system on one machine as real, separate processes: broker, database, services.
@NullMarked
package dev.parkade.local;

import org.jspecify.annotations.NullMarked;
