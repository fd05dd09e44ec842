/// The fixture of the tests that go through the broker and the database.
@NullMarked
package dev.parkade.payment.scenario;

import org.jspecify.annotations.NullMarked;
