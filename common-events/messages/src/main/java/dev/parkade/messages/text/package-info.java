/// Text for people inside messages: bounded, and storable everywhere.
@NullMarked
package dev.parkade.messages.text;

import org.jspecify.annotations.NullMarked;
