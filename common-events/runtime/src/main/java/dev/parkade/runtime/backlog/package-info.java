/// How many dead letters of a service nobody has dealt with, and since when.
@NullMarked
package dev.parkade.runtime.backlog;

import org.jspecify.annotations.NullMarked;
