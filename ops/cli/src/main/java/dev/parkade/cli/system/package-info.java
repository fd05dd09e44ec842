/// Commands that start, stop and watch a local system.
@NullMarked
package dev.parkade.cli.system;

import org.jspecify.annotations.NullMarked;
