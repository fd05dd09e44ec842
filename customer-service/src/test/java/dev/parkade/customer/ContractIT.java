package dev.parkade.customer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.customer.scenario.CustomerServiceTest;
import dev.parkade.testkit.contract.HelpCommands;
import dev.parkade.testkit.contract.OpenApiContract;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@CustomerServiceTest
class ContractIT {

  @LocalServerPort int port;

  @Test
  void theCommittedContractIsThatOfTheCode() throws Exception {
    new OpenApiContract(port).isCommitted();
  }

  @Test
  void theServiceServesItsContract() throws Exception {
    new OpenApiContract(port).isServed();
  }

  @Test
  void whatTheHelpPageShowsWorksAsItStandsThere() throws Exception {
    assertThat(HelpCommands.run(port)).contains("HTTP/1.1 201", "Grace Hopper", "INACTIVE");
  }
}
