/// The orchestrator: accepts orders, runs their sagas, and shows how they stand.
@NullMarked
package dev.parkade.order;

import org.jspecify.annotations.NullMarked;
