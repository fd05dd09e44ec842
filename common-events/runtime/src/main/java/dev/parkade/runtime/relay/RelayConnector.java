package dev.parkade.runtime.relay;

import io.debezium.connector.postgresql.PostgresConnector;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.Task;

/// Debezium's connector for PostgreSQL with a [RelayTask] in it.
public final class RelayConnector extends PostgresConnector {

  @Override
  public Class<? extends Task> taskClass() {
    return RelayTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    List<Map<String, String>> configs = super.taskConfigs(maxTasks);
    // Debezium picks what is specific to PostgreSQL by this name
    configs.forEach(it -> it.put("connector.class", PostgresConnector.class.getName()));
    return configs;
  }
}
