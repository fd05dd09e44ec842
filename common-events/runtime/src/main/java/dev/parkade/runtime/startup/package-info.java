/// Lets a service be stopped while it still waits for its database.
@NullMarked
package dev.parkade.runtime.startup;

import org.jspecify.annotations.NullMarked;
