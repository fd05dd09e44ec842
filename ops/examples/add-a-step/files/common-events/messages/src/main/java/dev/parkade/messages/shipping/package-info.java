/// What shipping-service can be asked and what it answers.
@NullMarked
package dev.parkade.messages.shipping;

import org.jspecify.annotations.NullMarked;
