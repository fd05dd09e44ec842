package dev.parkade.testkit.statements;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;

/// Counts round trips to the database: one per executed statement, and one per executed batch
/// however many rows it carries.
///
/// What only looks on, and says so in a comment, is not part of any work and is not counted.
///
/// [#wrap(DataSource)] counts what goes through the wrapped source only. As a Spring bean it wraps
/// every data source of the context:
///
/// ```java
/// @Bean
/// static StatementCounter statementCounter() {
///   return new StatementCounter();
/// }
/// ```
public final class StatementCounter implements BeanPostProcessor {
  private static final String LOOKS_ON = "/* looks on */";

  private final List<String> executed = new ArrayList<>();

  /// A data source that behaves the same and is counted here.
  public DataSource wrap(DataSource source) {
    return ProxyDataSourceBuilder.create(source).listener(new Recorder()).build();
  }

  /// How many round trips since the last reset.
  public synchronized int count() {
    return executed.size();
  }

  /// The SQL of each round trip since the last reset, in order.
  public synchronized List<String> statements() {
    return List.copyOf(executed);
  }

  /// Starts again at zero.
  public synchronized void reset() {
    executed.clear();
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof DataSource source ? wrap(source) : bean;
  }

  private synchronized void record(List<QueryInfo> queries) {
    List<String> texts = queries.stream().map(QueryInfo::getQuery).distinct().toList();
    if (texts.stream().noneMatch(text -> text.startsWith(LOOKS_ON))) {
      executed.add(String.join("; ", texts));
    }
  }

  private final class Recorder implements QueryExecutionListener {
    @Override
    public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
      record(queries);
    }

    @Override
    public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
      // counted when sent, so that failures count too
    }
  }
}
