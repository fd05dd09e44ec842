package dev.parkade.order.rebuilding;

import dev.parkade.runtime.problem.ProblemCatalogue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Lets nobody read what is not built, and builds it when the service starts without it.
@Configuration(proxyBeanMethods = false)
class RebuildingConfiguration implements WebMvcConfigurer {

  private static final Logger log = LoggerFactory.getLogger(RebuildingConfiguration.class);

  private final Completeness completeness;
  private final Runs runs;

  RebuildingConfiguration(Completeness completeness, Runs runs) {
    this.completeness = completeness;
    this.runs = runs;
  }

  @Bean
  static ProblemCatalogue rebuildingProblems() {
    return ProblemCatalogue.of(Completeness.NOT_BUILT);
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry
        .addInterceptor(new Reading(completeness))
        .addPathPatterns("/api/v1/orders/**")
        // streams tell what has just happened, out of the history itself
        .excludePathPatterns("/api/v1/orders/*/events");
  }

  /// An upgrade, or a start after somebody dropped a table.
  @EventListener(ApplicationReadyEvent.class)
  void buildWhatIsMissing() {
    if (runs.status().complete()) {
      return;
    }
    try {
      runs.start(Kind.REBUILD);
    } catch (RunRefused elsewhere) {
      log.info("the projections are not complete, and not built here: {}", elsewhere.getMessage());
    }
  }

  private record Reading(Completeness completeness) implements HandlerInterceptor {

    @Override
    public boolean preHandle(
        HttpServletRequest request, HttpServletResponse response, Object handler) {
      if (!HttpMethod.POST.matches(request.getMethod())) {
        completeness.require();
      }
      return true;
    }
  }
}
