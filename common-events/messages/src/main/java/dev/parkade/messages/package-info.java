/// The language of the system: everything that travels on a topic, and nothing that acts on it.
@NullMarked
package dev.parkade.messages;

import org.jspecify.annotations.NullMarked;
