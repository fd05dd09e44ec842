package dev.parkade.runtime.http;

import dev.parkade.runtime.tracing.RequestTrace;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.type.LogicalType;

/// Gives every web service its help page, its contract, the traces of its requests, and strict
/// JSON.
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class HttpAutoConfiguration {

  @Bean
  HelpPage helpPage(
      @Value("${spring.application.name:service}") String service,
      @Value("${management.server.port:0}") int managementPort,
      ObjectProvider<ServiceHelp> helps) {
    return new HelpPage(service, managementPort, helps.orderedStream().toList());
  }

  @Bean
  ContractPages contractPages(@Value("${spring.application.name:service}") String service) {
    return new ContractPages(service);
  }

  @Bean
  FilterRegistrationBean<RequestTrace> requestTraceFilter() {
    var registration = new FilterRegistrationBean<>(new RequestTrace());
    registration.setOrder(RequestTrace.ORDER);
    return registration;
  }

  /// Takes nothing for what it is not: no "5" or 5.9 for 5, no number for a text, no field twice.
  @Bean
  JsonMapperBuilderCustomizer strictJson() {
    return builder ->
        builder
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                LogicalType.Textual,
                text -> {
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                  text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                  text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                });
  }
}
