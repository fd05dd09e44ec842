package dev.parkade.order.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transition.OtherVersion;
import dev.parkade.order.saga.Transition.Refused;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DefinitionsTest {

  private final Saga charging = SagaStory.reserved().saga();

  @Test
  void newSagasBeginWithTheNewestAndOldOnesKeepTheirOwn() {
    var both = new Definitions(Set.of(new SecondVersion(), Transitions.definition()));

    assertThat(both.forNewSagas().version()).isEqualTo(2);
    assertThat(both.versions()).containsExactlyInAnyOrder(1, 2);
    assertThat(both.next(1, charging, SagaStory.cancellation())).isInstanceOf(Moved.class);
    assertThat(both.next(2, charging, SagaStory.cancellation()))
        .isEqualTo(new Refused(Refusal.PAID));
  }

  @Test
  void aVersionThatIsNotThereDecidesNothing() {
    var old = new Definitions(Set.of(Transitions.definition()));

    assertThat(old.next(2, charging, SagaStory.paymentCharged())).isEqualTo(new OtherVersion(2));
    assertThat(old.next(0, charging, SagaStory.retryDue())).isEqualTo(new OtherVersion(0));
  }

  @Test
  void newSagasBeginWithAnOlderVersionWhileThatIsAskedFor() {
    Set<Definition> definitions = Set.of(new SecondVersion(), Transitions.definition());

    assertThat(new Definitions(definitions, 1).forNewSagas().version()).isEqualTo(1);
    assertThatThrownBy(() -> new Definitions(definitions, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "new sagas cannot begin with version 3 of the definition: this program has [1, 2]");
  }

  @Test
  void noneAndTwoOfTheSameAreRefused() {
    assertThatThrownBy(() -> new Definitions(Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a definition");
    assertThatThrownBy(() -> new Definitions(Set.of(new SecondVersion(), new SecondVersion())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two definitions of version 2");
  }
}
