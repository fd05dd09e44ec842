package dev.parkade.testkit.environment;

import org.junit.jupiter.api.Assumptions;

/// Skipped where there are no containers.
class ContainersIT implements ServersContract {

  private final Servers servers = prepared();
  private final Broker broker = servers.startBroker();
  private final DatabaseServer database = servers.startDatabase();

  @Override
  public Broker broker() {
    return broker;
  }

  @Override
  public DatabaseServer database() {
    return database;
  }

  private static Servers prepared() {
    try {
      return Containers.prepare();
    } catch (Docker.Missing missing) {
      return Assumptions.abort("nothing is proven about containers: " + missing.getMessage());
    }
  }
}
