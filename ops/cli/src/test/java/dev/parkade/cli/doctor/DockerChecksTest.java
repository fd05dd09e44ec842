package dev.parkade.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.cli.doctor.Check.Verdict;
import dev.parkade.cli.doctor.Program.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DockerChecksTest {
  private static final String CLIENT = "docker --version";
  private static final String SERVER =
      "docker info --format {{.ServerVersion}} {{.Architecture}} {{.MemTotal}}";
  private static final String COMPOSE = "docker compose version --short";

  private final Map<String, Answer> machine = new HashMap<>();
  private IntPredicate isFree = _ -> true;

  @BeforeEach
  void aMachineWithEverything() {
    machine.put(CLIENT, new Answer(0, "Docker version 28.2.2"));
    machine.put(SERVER, new Answer(0, "28.2.2 x86_64 8589934592"));
    machine.put(COMPOSE, new Answer(0, "2.36.0"));
  }

  @Test
  void findsNothingWrongWhereNothingIs() {
    assertThat(look()).extracting(Check::verdict).containsOnly(Verdict.OK);
  }

  @Test
  void saysThatOneCanDoWithoutDocker() {
    machine.remove(CLIENT);

    assertThat(look())
        .singleElement()
        .satisfies(it -> assertThat(it.verdict()).isEqualTo(Verdict.WARNING))
        .satisfies(it -> assertThat(it.fix()).contains("get-docker", "ops/parkade demo"));
  }

  @Test
  void tellsADaemonThatIsAwayFromOneThatRefusesUs() {
    machine.put(SERVER, new Answer(1, "Cannot connect to the Docker daemon at unix:///…"));
    assertThat(look()).singleElement().satisfies(it -> fix(it, "systemctl start docker"));

    machine.put(SERVER, new Answer(1, "permission denied while trying to connect to …"));
    assertThat(look()).singleElement().satisfies(it -> fix(it, "usermod -aG docker"));
  }

  @Test
  void wantsComposeOfTheSecondGeneration() {
    machine.put(COMPOSE, new Answer(1, "docker: 'compose' is not a docker command."));
    assertThat(look()).anySatisfy(it -> fix(it, "docker-compose-v2"));

    machine.put(COMPOSE, new Answer(0, "2.17.3"));
    assertThat(look()).anySatisfy(it -> assertThat(it.found()).contains("2.17.3", "2.20"));

    machine.put(COMPOSE, new Answer(0, "v5.0.1"));
    assertThat(look()).extracting(Check::verdict).containsOnly(Verdict.OK);
  }

  @Test
  void saysWhatHelpsAgainstTooLittleMemory() {
    machine.put(SERVER, new Answer(0, "28.2.2 aarch64 2147483648"));

    assertThat(look()).anySatisfy(it -> fix(it, "--profile core"));
  }

  @Test
  void knowsWhichMachinesThereAreImagesFor() {
    machine.put(SERVER, new Answer(0, "28.2.2 riscv64 8589934592"));

    assertThat(look()).anySatisfy(it -> assertThat(it.found()).contains("riscv64", "arm64"));
  }

  @Test
  void movesAwayFromPortsThatSomebodyElseUses() {
    isFree = port -> port != 8080 && port != 19092;

    assertThat(look()).anySatisfy(it -> fix(it, "PARKADE_PORTS=2 docker compose up --wait"));
  }

  @Test
  void doesNotComplainAboutOurOwnPorts() {
    isFree = port -> port != 8080;
    machine.put(
        "docker ps --quiet --filter label=com.docker.compose.project=parkade",
        new Answer(0, "b119c9376ad4"));

    assertThat(look()).extracting(Check::verdict).containsOnly(Verdict.OK);
  }

  private List<Check> look() {
    return new DockerChecks(
            command ->
                machine.getOrDefault(String.join(" ", command), new Answer(127, "no such program")),
            port -> isFree.test(port))
        .all();
  }

  private static void fix(Check check, String command) {
    assertThat(check.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(check.fix()).contains(command);
  }
}
