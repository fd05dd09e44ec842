package dev.parkade.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/// Ports on the loopback interface.
public final class FreePort {
  // Below the ephemeral ranges of Linux (32768) and macOS (49152), so that no outgoing connection
  // takes the port while its server restarts.
  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 32_000;

  private FreePort() {}

  /// A port that nothing listens on now. Another process may still take it before the caller does.
  public static int pick() {
    var random = RandomGenerator.getDefault();
    for (int attempt = 0; attempt < 500; attempt++) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
  }

  /// Whether a server could listen on this port of 127.0.0.1 now.
  public static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      // a connection of a former server that still lingers does not make the port taken
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
