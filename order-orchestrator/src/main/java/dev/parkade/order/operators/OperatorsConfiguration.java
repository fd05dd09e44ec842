package dev.parkade.order.operators;

import dev.parkade.runtime.problem.ProblemCatalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Explains the problems of operators.
@Configuration(proxyBeanMethods = false)
class OperatorsConfiguration {

  @Bean
  ProblemCatalogue operatorProblems() {
    return ProblemCatalogue.of(
        OperatorProblems.ENDED,
        OperatorProblems.STILL_AT_WORK,
        OperatorProblems.BEING_UNDONE,
        OperatorProblems.OTHER_STEP);
  }
}
