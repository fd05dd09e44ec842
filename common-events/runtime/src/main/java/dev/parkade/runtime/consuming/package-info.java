/// The one way in: whole polls, one transaction each, the position stored with its effects.
@NullMarked
package dev.parkade.runtime.consuming;

import org.jspecify.annotations.NullMarked;
