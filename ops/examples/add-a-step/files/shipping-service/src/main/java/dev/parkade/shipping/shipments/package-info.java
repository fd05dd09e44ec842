/// One parcel for each order, or none: decided once, whatever comes again or too late.
@NullMarked
package dev.parkade.shipping.shipments;

import org.jspecify.annotations.NullMarked;
