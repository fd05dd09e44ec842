/// Why a record was set aside, and the headers that say so.
@NullMarked
package dev.parkade.messages.deadletter;

import org.jspecify.annotations.NullMarked;
