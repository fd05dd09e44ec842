package dev.parkade.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/// Asks a part once whether it does its work.
final class Probes {
  private static final int LIMIT_MILLIS = 2000;

  private Probes() {}

  static boolean isReady(Part part, Endpoints endpoints) {
    int port = endpoints.ports().of(part);
    try {
      return switch (part) {
        case KAFKA -> brokerAnswers(port);
        case POSTGRES -> databaseAnswers(port);
        case ORDERS, CUSTOMER, PAYMENT, INVENTORY -> serviceIsReady(endpoints.management(part));
      };
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException | SQLException | ExecutionException noAnswer) {
      return false;
    }
  }

  static boolean brokerAnswers(int port) throws InterruptedException, ExecutionException {
    // the admin client logs every refused connection, so look first
    if (!isListening(port)) {
      return false;
    }
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            "127.0.0.1:" + port,
            "request.timeout.ms",
            "8000",
            "default.api.timeout.ms",
            "10000");
    try (var admin = Admin.create(settings)) {
      return !admin.describeCluster().nodes().get().isEmpty();
    }
  }

  static boolean databaseAnswers(int port) throws SQLException {
    return new PostgresAccess("127.0.0.1", port).answers();
  }

  static boolean serviceIsReady(URI management) throws IOException {
    var url = management.resolve("/actuator/health/readiness").toURL();
    var connection = (HttpURLConnection) url.openConnection();
    try {
      connection.setConnectTimeout(LIMIT_MILLIS);
      connection.setReadTimeout(LIMIT_MILLIS);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } finally {
      connection.disconnect();
    }
  }

  private static boolean isListening(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), LIMIT_MILLIS);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }
}
