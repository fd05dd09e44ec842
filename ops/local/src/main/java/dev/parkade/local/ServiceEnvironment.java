package dev.parkade.local;

import java.util.LinkedHashMap;
import java.util.Map;

/// The environment variables that wire a service to its ports, its database and the broker.
record ServiceEnvironment(Endpoints endpoints, Map<String, String> additional) {
  /// How long a payment waits for its customer here: people want to see it end, not in a day.
  private static final String PARKING_MAX_AGE = "2m";

  Map<String, String> of(Part service) {
    var database = endpoints.database(service);
    var all = new LinkedHashMap<String, String>();
    all.put("SERVER_ADDRESS", "127.0.0.1");
    all.put("SERVER_PORT", Integer.toString(endpoints.ports().of(service)));
    all.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
    all.put("MANAGEMENT_SERVER_PORT", Integer.toString(endpoints.ports().inner(service)));
    all.put("SPRING_DATASOURCE_URL", database.url());
    all.put("SPRING_DATASOURCE_USERNAME", database.username());
    all.put("SPRING_DATASOURCE_PASSWORD", database.password());
    all.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", endpoints.bootstrapServers());
    all.put("SPRING_PROFILES_ACTIVE", "demo");
    all.put("PARKADE_PARKING_MAX_AGE", PARKING_MAX_AGE);
    all.putAll(additional);
    return all;
  }
}
