package dev.parkade.deadletters.route;

import static dev.parkade.deadletters.letter.Letters.NOON;
import static dev.parkade.deadletters.letter.Letters.letter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.parkade.deadletters.letter.Letters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

  private static final String ID = "0199b0de-7c6a-7d3e-8a50-1c2d3e4f5a6b";

  @ParameterizedTest
  @CsvSource({
    "payment.dlq,   payment.commands,   payment.parked,     payment-service",
    "payment.dlq,   payment.parked,     payment.parked,     payment-service",
    "inventory.dlq, inventory.commands, inventory.commands, inventory-service",
    "order.dlq,     order.replies,      order.replies,      order-orchestrator"
  })
  void aLetterGoesToItsServicesWayIn(String dlq, String origin, String target, String group) {
    assertThat(Routes.toService().of(from(dlq, origin).build()))
        .asInstanceOf(type(Route.To.class))
        .returns(target, Route.To::topic)
        .returns(3, Route.To::partition)
        .returns(group, Route.To::group)
        .extracting(to -> new String(to.key(), UTF_8))
        .isEqualTo(target.equals("payment.parked") ? ID : "ada");
  }

  @Test
  void toItsOriginItKeepsItsKey() {
    assertThat(Routes.toOrigin().of(from("payment.dlq", "payment.commands").build()))
        .asInstanceOf(type(Route.To.class))
        .returns("payment.commands", Route.To::topic)
        .extracting(to -> new String(to.key(), UTF_8))
        .isEqualTo("ada");
  }

  @ParameterizedTest
  @CsvSource({
    "payment.dlq,   customer.events,    COMPACTED_ORIGIN",
    "payment.dlq,   inventory.commands, FOREIGN_ORIGIN",
    "inventory.dlq, payment.commands,   FOREIGN_ORIGIN",
    "payment.dlq,   of.somebody.else,   FOREIGN_ORIGIN",
    "of.nobody.dlq, payment.commands,   NO_ORIGIN"
  })
  void noHeaderChoosesATopic(String dlq, String origin, Refusal refusal) {
    assertThat(Routes.toService().of(from(dlq, origin).build()))
        .isEqualTo(new Route.Refused(refusal));
    assertThat(Routes.toOrigin().of(from(dlq, origin).build()))
        .isEqualTo(new Route.Refused(refusal));
  }

  @Test
  void whatCannotActIsRefused() {
    assertRefused(from("payment.dlq", "payment.commands").payload((String) null), "NO_PAYLOAD");
    assertRefused(from("payment.dlq", "payment.commands").standing(6, 1), "NO_SUCH_PARTITION");
    assertRefused(
        from("payment.dlq", "payment.commands").header("ce_id", "seven"), "NO_COMMAND_ID");
    assertRefused(from("order.dlq", "order.replies").key(null), "NO_KEY");
    assertRefused(
        from("payment.dlq", "payment.commands").header("parkade_dlq_payload_bytes", "9"), "CUT");
    assertRefused(
        from("payment.dlq", "payment.commands").payload(new byte[1_100_000]), "TOO_LARGE");
    assertRefused(
        from("payment.dlq", "payment.commands").header("ce_type", "parkade.payment.charged.v1"),
        "WRONG_TYPE");
  }

  @Test
  void aTypeThatThisProgramDoesNotKnowMayBeKnownToItsService() {
    var letter = from("payment.dlq", "payment.commands").header("ce_type", "parkade.new.v1");

    assertThat(Routes.toService().of(letter.build())).isInstanceOf(Route.To.class);
  }

  private static void assertRefused(Letters letter, String refusal) {
    assertThat(Routes.toService().of(letter.build()))
        .isEqualTo(new Route.Refused(Refusal.valueOf(refusal)));
  }

  private static Letters from(String dlq, String origin) {
    return letter().topic(dlq).origin(origin, 3, 41, NOON).header("ce_id", ID);
  }
}
