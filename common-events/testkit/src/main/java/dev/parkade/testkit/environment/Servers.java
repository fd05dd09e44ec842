package dev.parkade.testkit.environment;

/// Starts brokers and database servers in one of the ways there are.
interface Servers {

  /// A new broker without topics.
  Broker startBroker();

  /// A new server without databases.
  DatabaseServer startDatabase();
}
