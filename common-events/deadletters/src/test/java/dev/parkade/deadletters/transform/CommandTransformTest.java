package dev.parkade.deadletters.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.parkade.deadletters.letter.DeadLetterId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTransformTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void everyMessageGetsItsAnswer() {
    try (var transform = shell("sed -u s/EUR/USD/", PATIENCE)) {
      var outputs = transform.apply(List.of(input(1, "{\"a\":\"EUR\"}"), input(2, "no JSON: EUR")));

      assertThat(outputs)
          .containsExactly(
              new Transform.Changed(Map.of("ce_type", "x"), "{\"a\":\"USD\"}"),
              new Transform.Changed(Map.of("ce_type", "x"), "no JSON: USD"));
    }
  }

  @Test
  void theAnswerMayRejectOrLeaveItAlone() {
    try (var transform =
        shell(
            "read a; echo '{\"reject\":\"too old\"}'; read a; echo '{\"unchanged\":true}';"
                + " read a; echo '{}'; read a; echo nonsense; read a",
            PATIENCE)) {
      var outputs =
          transform.apply(List.of(input(1, "{}"), input(2, "{}"), input(3, "{}"), input(4, "{}")));

      assertThat(outputs)
          .containsExactly(
              new Transform.Rejected("too old"),
              new Transform.Unchanged(),
              new Transform.Rejected("the transformation's answer has no payload"),
              new Transform.Rejected("the transformation's answer is no JSON document"));
    }
  }

  @Test
  void aMessageOnWhichItEndsIsRejectedAndTheOthersAreNot() {
    try (var transform =
        shell(
            "while read -r a; do case \"$a\" in *bad*) echo oops >&2; exit 3;; esac;"
                + " echo '{\"unchanged\":true}'; done",
            PATIENCE)) {
      var outputs = transform.apply(List.of(input(1, "good"), input(2, "bad"), input(3, "good")));

      assertThat(outputs.get(0)).isInstanceOf(Transform.Unchanged.class);
      assertThat(outputs.get(1))
          .asInstanceOf(type(Transform.Rejected.class))
          .returns("the transformation ended: exit code 3 oops", Transform.Rejected::why);
      assertThat(outputs.get(2)).isInstanceOf(Transform.Unchanged.class);
    }
  }

  @Test
  void aMessageOnWhichItIsSilentIsRejected() {
    try (var transform =
        shell(
            "while read -r a; do case \"$a\" in *slow*) cat > /dev/null;; esac; echo '{\"unchanged\":true}'; done",
            Duration.ofMillis(2_000))) {
      var outputs = transform.apply(List.of(input(1, "slow"), input(2, "quick")));

      assertThat(outputs.get(0))
          .asInstanceOf(type(Transform.Rejected.class))
          .returns("the transformation gave no answer within 2000 ms", Transform.Rejected::why);
      assertThat(outputs.get(1)).isInstanceOf(Transform.Unchanged.class);
    }
  }

  @Test
  void oneThatAlwaysFailsIsGivenUp() {
    try (var transform = shell("exit 1", PATIENCE)) {
      List<Transform.Input> inputs = java.util.Collections.nCopies(20, input(1, "{}"));

      assertThatThrownBy(() -> transform.apply(inputs))
          .isInstanceOf(TransformFailed.class)
          .hasMessageContaining("exit code 1");
    }
  }

  @Test
  void oneThatIsNotThereIsNamed() {
    try (var transform = new CommandTransform(List.of("/no/such/program"), PATIENCE)) {
      assertThatThrownBy(() -> transform.apply(List.of(input(1, "{}"))))
          .isInstanceOf(TransformFailed.class)
          .hasMessageContaining("/no/such/program");
    }
  }

  private static CommandTransform shell(String script, Duration limit) {
    return new CommandTransform(List.of("sh", "-c", script), limit);
  }

  private static Transform.Input input(long offset, String payload) {
    return new Transform.Input(
        new DeadLetterId("payment.dlq", 0, offset), Map.of("ce_type", "x"), payload);
  }
}
