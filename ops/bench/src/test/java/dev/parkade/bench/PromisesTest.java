package dev.parkade.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.bench.Promises.Asked;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromisesTest {
  private static final List<Asked> ASKED =
      List.of(
          new Asked("a1", "ada"),
          new Asked("b1", "bob"),
          new Asked("a2", "ada"),
          new Asked("a3", "ada"),
          new Asked("b2", "bob"));

  @Test
  void findsNothingWhenEveryPromiseIsKept() {
    var promises = Promises.check(ASKED, List.of("b1", "b2", "a1", "a2", "a3"));

    assertThat(promises).isEqualTo(new Promises(0, 0, 0));
  }

  @Test
  void countsWhatIsMissing() {
    var promises = Promises.check(ASKED, List.of("a1", "a3", "b2"));

    assertThat(promises).isEqualTo(new Promises(2, 0, 0));
  }

  @Test
  void countsEverySettlementAfterTheFirst() {
    var promises = Promises.check(ASKED, List.of("a1", "a1", "a2", "a1", "a3", "b1", "b2"));

    assertThat(promises).isEqualTo(new Promises(0, 2, 0));
  }

  @Test
  void countsPaymentsThatALaterOneOfTheSameCustomerOvertook() {
    var promises = Promises.check(ASKED, List.of("a3", "b2", "a1", "b1", "a2"));

    assertThat(promises).isEqualTo(new Promises(0, 0, 3));
  }

  @Test
  void ignoresPaymentsThatWereNotAskedFor() {
    var promises = Promises.check(ASKED, List.of("z", "a1", "a2", "a3", "b1", "b2", "z"));

    assertThat(promises).isEqualTo(new Promises(0, 0, 0));
  }
}
