/// Finds out what is missing on this machine, and how to fix it.
@NullMarked
package dev.parkade.cli.doctor;

import org.jspecify.annotations.NullMarked;
