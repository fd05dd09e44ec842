package dev.parkade.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.testkit.contract.HelpCommands;
import dev.parkade.testkit.contract.OpenApiContract;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@OrchestratorTest
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
    assertThat(HelpCommands.run(port))
        .contains("HTTP/1.1 202", "PENDING", "event: progress", "event: status");
  }
}
