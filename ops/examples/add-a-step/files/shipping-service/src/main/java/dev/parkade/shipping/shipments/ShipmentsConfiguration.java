package dev.parkade.shipping.shipments;

import dev.parkade.messages.topic.Topics;
import dev.parkade.runtime.consuming.PositionedConsumers;
import dev.parkade.runtime.http.ServiceHelp;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

@Configuration(proxyBeanMethods = false)
class ShipmentsConfiguration {

  @Bean
  AbstractMessageListenerContainer<String, byte[]> shippingCommands(
      PositionedConsumers consumers, ShipmentCommands commands) {
    return consumers.subscribe(Topics.SHIPPING_COMMANDS, commands);
  }

  @Bean
  ServiceHelp shippingHelp() {
    return new ServiceHelp("Books parcels for orders that are paid.", List.of(), List.of());
  }
}
