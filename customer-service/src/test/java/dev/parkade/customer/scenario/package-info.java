/// What the integration tests of this service share: a running service and its clients.
@NullMarked
package dev.parkade.customer.scenario;

import org.jspecify.annotations.NullMarked;
