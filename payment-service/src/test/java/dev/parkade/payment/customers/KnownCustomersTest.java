package dev.parkade.payment.customers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.customer.CustomerChanged;
import dev.parkade.messages.customer.CustomerDeactivated;
import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.customer.CustomerRegistered;
import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.id.CustomerId;
import org.junit.jupiter.api.Test;

class KnownCustomersTest {

  private static final CustomerId ADA = CustomerId.of("ada");

  private final KnownCustomers customers = new KnownCustomers();

  @Test
  void nobodyIsKnownBeforeTheFirstEvent() {
    assertThat(customers.standing("ada")).isEqualTo(Standing.UNKNOWN);
  }

  @Test
  void anyEventMakesACustomerKnown() {
    customers.apply(new CustomerChanged(ADA, "n", "e", CustomerStatus.ACTIVE, 7));

    assertThat(customers.standing("ada")).isEqualTo(Standing.ACTIVE);
  }

  @Test
  void anOlderEventThatComesAgainDoesNotReactivate() {
    CustomerEvent registered = new CustomerRegistered(ADA, "n", "e", CustomerStatus.ACTIVE, 1);
    customers.apply(registered);
    customers.apply(new CustomerDeactivated(ADA, "n", "e", CustomerStatus.INACTIVE, 2));

    customers.apply(registered);

    assertThat(customers.standing("ada")).isEqualTo(Standing.INACTIVE);
    assertThat(customers.size()).isEqualTo(1);
  }
}
