package dev.parkade.runtime.demo;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;

/// Puts the switches on the management port, whether that is a port of its own or not.
@ManagementContextConfiguration(value = ManagementContextType.ANY, proxyBeanMethods = false)
@Profile("demo")
class DemoManagementConfiguration {

  @Bean
  DemoController demoController(ObjectProvider<DemoSwitch> switches) {
    return new DemoController(List.copyOf(switches.stream().toList()));
  }
}
