package dev.parkade.local;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A process of the local system, in the order in which people read about them.
public enum Part {
  KAFKA("kafka", 9092, 9093, null),
  POSTGRES("postgres", 5432, null, null),
  ORDERS("order-orchestrator", 8080, 9080, "orders"),
  CUSTOMER("customer-service", 8081, 9081, "customer"),
  PAYMENT("payment-service", 8082, 9082, "payment"),
  INVENTORY("inventory-service", 8083, 9083, "inventory");

  private final String label;
  private final int port;
  private final @Nullable Integer innerPort;
  private final @Nullable String database;

  Part(String label, int port, @Nullable Integer innerPort, @Nullable String database) {
    this.label = label;
    this.port = port;
    this.innerPort = innerPort;
    this.database = database;
  }

  /// The four services.
  public static List<Part> services() {
    return Arrays.stream(values()).filter(Part::isService).toList();
  }

  /// The part that goes by this label.
  public static Optional<Part> labelled(String label) {
    return Arrays.stream(values()).filter(it -> it.label.equals(label)).findFirst();
  }

  /// Its name for people, for its log, and for a service its Maven module.
  public String label() {
    return label;
  }

  /// Whether it is one of the four services, with a database of its own.
  public boolean isService() {
    return database != null;
  }

  /// The database of a service; its role has the same name.
  ///
  /// @throws IllegalStateException for the broker and the database server
  public String database() {
    if (database == null) {
      throw new IllegalStateException(label + " has no database");
    }
    return database;
  }

  int port() {
    return port;
  }

  Optional<Integer> innerPort() {
    return Optional.ofNullable(innerPort);
  }

  @Override
  public String toString() {
    return label;
  }
}
