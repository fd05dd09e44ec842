package dev.parkade.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Ports on the loopback interface.
public final class FreePort {
  // Below the ephemeral ranges of Linux (32768) and macOS (49152), so that no outgoing connection
  // takes the port while its server restarts.
  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 32_000;
  private static final Path CLAIMS = Path.of(System.getProperty("java.io.tmpdir"), "parkade-ports");

  // kept as long as this JVM lives, and with them the locks
  private static final Map<Integer, FileChannel> CLAIMED = new HashMap<>();

  private FreePort() {}

  /// A port that nothing listens on now, and that this method gives to nobody else as long as this
  /// JVM lives: builds of several modules start servers at the same time. A process that does not
  /// ask here may still take it before the caller does.
  public static synchronized int pick() {
    var random = RandomGenerator.getDefault();
    for (int attempt = 0; attempt < 500; attempt++) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (isFree(port) && isClaimed(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
  }

  /// Makes it the caller's, or says that it is somebody else's.
  private static boolean isClaimed(int port) {
    // to close a file of ours a second time would give up its lock
    if (CLAIMED.containsKey(port)) {
      return false;
    }
    try {
      Files.createDirectories(CLAIMS);
      var file = CLAIMS.resolve(Integer.toString(port));
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        return false;
      }
      CLAIMED.put(port, channel);
      file.toFile().deleteOnExit();
      return true;
    } catch (IOException anotherUsersDirectory) {
      // then the chance of a collision has to be borne
      return true;
    }
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
