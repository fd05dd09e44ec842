/// What a command does to the payment of its order: the fence, the decision, the row and the reply.
@NullMarked
package dev.parkade.payment.charging;

import org.jspecify.annotations.NullMarked;
