/// Keys as text, from which their very bytes come back.
@NullMarked
package dev.parkade.runtime.keys;

import org.jspecify.annotations.NullMarked;
