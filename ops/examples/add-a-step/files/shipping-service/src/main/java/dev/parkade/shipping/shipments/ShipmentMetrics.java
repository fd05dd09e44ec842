package dev.parkade.shipping.shipments;

import dev.parkade.messages.shipping.ShipmentBooked;
import dev.parkade.messages.shipping.ShipmentCancelled;
import dev.parkade.messages.shipping.ShipmentRefused;
import dev.parkade.messages.shipping.ShippingReply;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Counts what was decided, once it is committed.
@Component
class ShipmentMetrics {

  private final MeterRegistry meters;

  ShipmentMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  void answeredOnCommit(ShippingReply reply) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            Counter.builder("parkade.shipping.decisions")
                .description("Commands decided, by outcome")
                .tag("outcome", outcome(reply))
                .register(meters)
                .increment();
          }
        });
  }

  private static String outcome(ShippingReply reply) {
    return switch (reply) {
      case ShipmentBooked _ -> "booked";
      case ShipmentRefused refused -> refused.reason().name().toLowerCase(Locale.ROOT);
      case ShipmentCancelled _ -> "cancelled";
    };
  }
}
