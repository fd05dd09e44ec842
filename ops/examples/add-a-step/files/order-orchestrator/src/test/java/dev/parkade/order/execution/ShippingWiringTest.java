package dev.parkade.order.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.shipping.ShipmentBooked;
import dev.parkade.messages.shipping.ShipmentCancelled;
import dev.parkade.messages.shipping.ShipmentRefusal;
import dev.parkade.messages.shipping.ShipmentRefused;
import dev.parkade.messages.shipping.ShippingReply;
import dev.parkade.messages.topic.Topics;
import dev.parkade.order.saga.Step;
import dev.parkade.runtime.consuming.Incoming;
import dev.parkade.testkit.time.SequentialIds;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/// What wires the step to the rest of the service: nothing of it is known to the compiler.
class ShippingWiringTest {

  private static final OrderId ORDER = new OrderId(SequentialIds.nth(1));

  private final SequentialIds ids = new SequentialIds();
  private final Messages messages = new Messages("test", Clock.systemUTC(), ids::get);

  @Test
  void newOrdersAreShippedAndOldOnesStillEnd() {
    var definitions = new ExecutionConfiguration().sagaDefinitions(new VersionSettings(null));

    assertThat(definitions.versions()).containsExactlyInAnyOrder(1, 2);
    assertThat(definitions.forNewSagas().version()).isEqualTo(2);
  }

  @Test
  void whileOlderInstancesRunNewOrdersBeginAsTheyDo() {
    var definitions = new ExecutionConfiguration().sagaDefinitions(new VersionSettings(1));

    assertThat(definitions.versions()).contains(2);
    assertThat(definitions.forNewSagas().version()).isEqualTo(1);
  }

  @Test
  void everyAnswerOfShippingIsUnderstood() {
    // what is an answer is decided before any saga is looked at
    var replies = new Replies(null, null);
    List<ShippingReply> answers =
        List.of(
            new ShipmentBooked(ORDER, "PK-1"),
            new ShipmentRefused(ORDER, ShipmentRefusal.PARCEL_TOO_LARGE, "too much"),
            new ShipmentCancelled(ORDER));

    assertThat(answers).allSatisfy(reply -> assertThat(replies.poisonIn(incoming(reply))).isNull());
    assertThat(answers).hasSameSizeAs(ShippingReply.class.getPermittedSubclasses());
  }

  @Test
  void everyStepHasALimitInTheConfigurationThatIsShipped() throws Exception {
    var environment = new StandardEnvironment();
    new YamlPropertySourceLoader()
        .load("application", new ClassPathResource("application.yml"))
        .forEach(environment.getPropertySources()::addLast);

    var settings = Binder.get(environment).bind("parkade.saga", SagaSettings.class).get();

    assertThat(settings.limits()).containsOnlyKeys(Step.values());
  }

  private Incoming incoming(ShippingReply reply) {
    String order = reply.orderId().text();
    var message = messages.first(reply, order, order, null);
    var record = new ConsumerRecord<>(Topics.ORDER_REPLIES.name(), 0, 0, order, new byte[0]);
    return new Incoming(record, message);
  }
}
