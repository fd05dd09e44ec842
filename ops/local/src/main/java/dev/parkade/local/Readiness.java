package dev.parkade.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/// Waits for a process until it does its work, and tells an early death from a slow start.
final class Readiness {
  private static final Duration POLL = Duration.ofMillis(50);

  /// The process ended, or did not get ready in time.
  static final class Missed extends RuntimeException {
    Missed(String reason, @Nullable Throwable cause) {
      super(reason, cause);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /// Asks once; an exception means *not yet*.
  interface Probe {
    boolean isReady() throws Exception;
  }

  private Readiness() {}

  static void await(NativeProcess process, Duration limit, Probe probe) {
    long deadline = System.nanoTime() + limit.toNanos();
    Throwable last = null;
    while (true) {
      if (!process.isAlive()) {
        throw new Missed("its process ended", last);
      }
      try {
        if (probe.isReady()) {
          return;
        }
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new Missed("interrupted", stop);
      } catch (Exception notYet) {
        last = notYet;
      }
      if (System.nanoTime() > deadline) {
        throw new Missed("not ready after " + limit.toSeconds() + " s", last);
      }
      process.pause(POLL);
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
            "3000",
            "default.api.timeout.ms",
            "5000");
    try (var admin = Admin.create(settings)) {
      return !admin.describeCluster().nodes().get().isEmpty();
    }
  }

  static boolean isListening(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1000);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }
}
