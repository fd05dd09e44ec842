/// What was done with dead letters, by whom and why: the ledger is the only memory of the tool.
@NullMarked
package dev.parkade.deadletters.ledger;

import org.jspecify.annotations.NullMarked;
