package dev.parkade.testkit.environment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/// Where a port of a container is reached. Docker on this machine publishes on loopback only.
record Published(String host, int port) {
  private static final String LOOPBACK = "127.0.0.1";

  /// What is reached at an address of this machine is reached on loopback.
  static String hostOf(String address) {
    try {
      var resolved = InetAddress.getByName(address);
      boolean here =
          resolved.isLoopbackAddress() || NetworkInterface.getByInetAddress(resolved) != null;
      return here ? LOOPBACK : address;
    } catch (IOException unknown) {
      return address;
    }
  }

  /// For a port of the container, in the words of `docker run --publish`.
  String binding(int exposed) {
    var binding = port + ":" + exposed;
    return host.equals(LOOPBACK) ? LOOPBACK + ":" + binding : binding;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
