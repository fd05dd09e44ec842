/// Commands that rebuild and verify what clients read of orders.
@NullMarked
package dev.parkade.cli.projections;

import org.jspecify.annotations.NullMarked;
