package dev.parkade.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.contract.HelpCommands;
import dev.parkade.testkit.contract.OpenApiContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;

class ContractIT {

  private static World world;
  private static int port;

  @BeforeAll
  static void start() {
    world = new World().start("--springdoc.api-docs.enabled=true");
    port = world.bean(Environment.class).getRequiredProperty("local.server.port", Integer.class);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

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
    assertThat(HelpCommands.run(port)).contains("\"partitions\":", "\"items\":[]");
  }
}
