/// The only package that knows bytes: type names, header names and the JSON codec.
@NullMarked
package dev.parkade.messages.wire;

import org.jspecify.annotations.NullMarked;
