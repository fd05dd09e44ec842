/// Sets aside the records that no attempt can process, with their reason and raw bytes.
@NullMarked
package dev.parkade.runtime.deadletter;

import org.jspecify.annotations.NullMarked;
