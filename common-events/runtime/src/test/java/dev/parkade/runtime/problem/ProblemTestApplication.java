package dev.parkade.runtime.problem;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.wire.WireJson;
import dev.parkade.runtime.http.IfMatch;
import dev.parkade.runtime.http.ServiceHelp;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JacksonModule;

@SpringBootConfiguration
@ImportAutoConfiguration({
  PropertyPlaceholderAutoConfiguration.class,
  TomcatServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  ErrorMvcAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  JacksonAutoConfiguration.class,
  ValidationAutoConfiguration.class,
  ProblemAutoConfiguration.class
})
@Import(ProblemTestApplication.Http.class)
class ProblemTestApplication {

  /// By name, because it is not visible outside of its package.
  static class Http implements DeferredImportSelector {

    @Override
    public String[] selectImports(AnnotationMetadata importing) {
      return new String[] {"dev.parkade.runtime.http.HttpAutoConfiguration"};
    }
  }

  static final ProblemType SOLD_OUT =
      new ProblemType("sold-out", "Sold <out>", 409, "Buy something else & come back.");

  record Line(@NotNull Sku sku, @Positive int quantity) {}

  record Order(@NotNull OrderId id, @NotEmpty List<@Valid Line> lines, Money price, String note) {}

  @Bean
  JacksonModule parkadeIds() {
    return WireJson.module();
  }

  @Bean
  ProblemCatalogue catalogue() {
    return ProblemCatalogue.of(SOLD_OUT);
  }

  @Bean
  ServiceHelp help() {
    return new ServiceHelp(
        "Takes orders.",
        List.of("POST /orders                         an order"),
        List.of("curl {base}/orders/$id"));
  }

  @RestController
  static class Orders {

    @PostMapping("/orders")
    Order place(@Valid @RequestBody Order order) {
      return order;
    }

    @GetMapping("/orders/{id}")
    String read(@PathVariable OrderId id) {
      return id.text();
    }

    @GetMapping("/orders")
    String list(@RequestParam int limit, @RequestHeader("If-Match") String ifMatch) {
      return IfMatch.parse(ifMatch).toString() + limit;
    }

    @GetMapping("/failing/{how}")
    String fail(@PathVariable String how) {
      throw switch (how) {
        case "lock" -> new OptimisticLockingFailureException("version 3 of customer c1");
        case "database" -> new DataAccessResourceFailureException("secret-host refused");
        case "sold-out" ->
            new ProblemException(
                SOLD_OUT,
                "SKU a is sold out",
                Map.of("sku", "a", "code", "x"),
                Duration.ofSeconds(9));
        default -> new IllegalStateException("secret of the inside");
      };
    }
  }
}
