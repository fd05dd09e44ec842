package dev.parkade.order.streaming;

import dev.parkade.runtime.problem.ProblemCatalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What streams add to what the service says about itself.
@Configuration(proxyBeanMethods = false)
class StreamingConfiguration {

  @Bean
  ProblemCatalogue streamingProblems() {
    return ProblemCatalogue.of(StreamProblems.TOO_MANY_STREAMS);
  }
}
