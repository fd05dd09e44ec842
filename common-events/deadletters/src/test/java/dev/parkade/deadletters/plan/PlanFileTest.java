package dev.parkade.deadletters.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.route.Refusal;
import dev.parkade.deadletters.selection.Selection;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {

  @TempDir Path directory;

  @Test
  void aPlanIsReadBackAsItWasWritten() throws Exception {
    Path file = directory.resolve("plan.json");

    PlanFile.write(file, plan(), false);

    Plan read = PlanFile.read(file);
    assertThat(read).usingRecursiveComparison().ignoringFields("partitions").isEqualTo(plan());
    assertThat(read.partitions().getFirst().offsets()).hasToString("0-3,7,9-12");
    assertThat(read.partitions().getFirst().offsets().contains(7)).isTrue();
    assertThat(read.partitions().getFirst().offsets().contains(8)).isFalse();
    assertThat(Files.readString(file)).contains(Refusal.POISON.why(), Refusal.POISON.fix());
    assertThatThrownBy(() -> PlanFile.write(file, plan(), false))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void oneThatSomebodyChangedIsRefused() throws Exception {
    Path file = directory.resolve("plan.json");
    PlanFile.write(file, plan(), false);
    Files.writeString(file, Files.readString(file).replace("9-12", "9-13"));

    assertThatThrownBy(() -> PlanFile.read(file))
        .isInstanceOf(PlanFile.Unusable.class)
        .hasMessageContaining("was changed after it was written");
  }

  @Test
  void oneThatIsCutIsRefused() throws Exception {
    Path file = directory.resolve("plan.json");
    PlanFile.write(file, plan(), false);
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() / 2));

    assertThatThrownBy(() -> PlanFile.read(file))
        .isInstanceOf(PlanFile.Unusable.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void whatIsNoPlanIsRefused() throws Exception {
    Path file = directory.resolve("plan.json");
    for (String text : List.of("", "[]", "{\"format\":\"else\"}", "no JSON", "{}")) {
      Files.writeString(file, text);

      assertThatThrownBy(() -> PlanFile.read(file)).isInstanceOf(PlanFile.Unusable.class);
    }
    Files.writeString(file, "{\"format\":\"parkade-dlq-plan\",\"version\":2}");
    assertThatThrownBy(() -> PlanFile.read(file)).hasMessageContaining("another version");
  }

  private static Plan plan() {
    return new Plan(
        "run-1",
        "cluster-1",
        Instant.parse("2026-03-01T12:00:00Z"),
        "ada",
        "the cause is gone",
        Selection.builder().topic("payment.dlq").reason("B").reason("A").reason("C").build(),
        PlanOptions.defaults(),
        List.of(new PlannedPartition("payment.dlq", 0, 0, 20, 9, OffsetSet.of("0-3,7,9-12"))),
        new PlanCounts(
            10,
            9,
            new TreeMap<>(Map.of("A", 9L)),
            new TreeMap<>(Map.of("payment.parked", 9L)),
            List.of(
                new PlanCounts.Refused(
                    Refusal.POISON, 1, List.of(new DeadLetterId("payment.dlq", 0, 5))))));
  }
}
