/// Wires the runtime into a service that has it on its class path.
@NullMarked
package dev.parkade.runtime.autoconfigure;

import org.jspecify.annotations.NullMarked;
