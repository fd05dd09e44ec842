package dev.parkade.testkit.environment;

class ProcessesIT implements ServersContract {

  private final Servers servers = new Processes();
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
}
