/// What a service does again and again beside its work, in a thread of its own.
@NullMarked
package dev.parkade.runtime.repeating;

import org.jspecify.annotations.NullMarked;
