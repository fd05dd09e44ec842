package dev.parkade.deadletters.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.transform.Transform.Changed;
import dev.parkade.deadletters.transform.Transform.Input;
import dev.parkade.deadletters.transform.Transform.Rejected;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransformsTest {

  private static final DeadLetterId ID = new DeadLetterId("payment.dlq", 3, 17);

  @Test
  void whatIsOnTheClassPathIsFoundByItsName() {
    var inputs =
        List.of(new Input(ID, Map.of(), "{\"amount\":19.99}"), new Input(ID, Map.of(), null));

    try (Transform found = Transforms.named("cents").orElseThrow()) {
      assertThat(found.apply(inputs))
          .containsExactly(
              new Changed(Map.of("schema", "2"), "{\"amount\":1999}"), new Rejected("no text"));
    }
    assertThat(Transforms.names()).containsExactly("cents");
    assertThat(Transforms.named("dollars")).isEmpty();
  }
}
