/// The public outcome of every order, for consumers that we do not know.
@NullMarked
package dev.parkade.messages.order;

import org.jspecify.annotations.NullMarked;
