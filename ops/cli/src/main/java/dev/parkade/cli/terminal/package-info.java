/// How commands talk: data on standard output, everything else on standard error.
@NullMarked
package dev.parkade.cli.terminal;

import org.jspecify.annotations.NullMarked;
