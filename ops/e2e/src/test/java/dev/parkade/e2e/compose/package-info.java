/// The system in containers, as `docker compose up` brings it up, and what must hold there.
@NullMarked
package dev.parkade.e2e.compose;

import org.jspecify.annotations.NullMarked;
