package dev.parkade.runtime.outage;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/// Keeps an outage of broker or database to a line a minute and kind, where Logback writes the log.
@AutoConfiguration
@ConditionalOnClass(LoggerContext.class)
class OutageAutoConfiguration {

  @Bean
  Installed outageFilter() {
    return new Installed(new SaidOnce(System::nanoTime));
  }

  /// The filter, as long as the application runs.
  record Installed(SaidOnce filter) implements InitializingBean, DisposableBean {
    @Override
    public void afterPropertiesSet() {
      if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
        logback.addTurboFilter(filter);
      }
    }

    @Override
    public void destroy() {
      if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
        logback.getTurboFilterList().remove(filter);
      }
    }
  }
}
