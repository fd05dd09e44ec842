package dev.parkade.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nobody breaks a client by accident.
class PublishedContractsTest {

  @ParameterizedTest
  @MethodSource("services")
  void whatBreaksClientsIsDeclaredWithItsReason(String service) throws IOException {
    Set<String> found =
        BreakingChanges.between(Contracts.published(service), Contracts.current(service));
    Map<String, String> declared = Contracts.declared(service);

    var undeclared = new TreeSet<>(found);
    undeclared.removeAll(declared.keySet());
    var outdated = new TreeSet<>(declared.keySet());
    outdated.removeAll(found);

    assertThat(undeclared)
        .as("changes that break clients of %s: see ops/contracts/README.md", service)
        .isEmpty();
    assertThat(outdated).as("declared, but nothing of the kind was changed").isEmpty();
    assertThat(declared.values()).allSatisfy(reason -> assertThat(reason).isNotBlank());
  }

  private static Stream<String> services() {
    return Contracts.SERVICES.stream();
  }
}
