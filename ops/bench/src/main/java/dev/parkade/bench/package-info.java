/// Measures Parkade against what people use today, on one broker and one database.
@NullMarked
package dev.parkade.bench;

import org.jspecify.annotations.NullMarked;
