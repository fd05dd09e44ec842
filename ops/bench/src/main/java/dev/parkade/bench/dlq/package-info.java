/// Measures the tool for dead letters as people run it: the whole command, from the shell, against
/// a broker of its own.
@NullMarked
package dev.parkade.bench.dlq;

import org.jspecify.annotations.NullMarked;
