package dev.parkade.cli.dlq.options;

import dev.parkade.cli.terminal.Ending;
import dev.parkade.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Whether anybody listens at an address, before Kafka's client tries again and again.
final class Reachability {
  private static final int LIMIT_MILLIS = 2_000;
  private static final Pattern ADDRESS =
      Pattern.compile("(?:[A-Za-z0-9_+]+://)?\\[?([^\\s\\[\\]/]+?)]?:(\\d{1,5})");

  private Reachability() {}

  /// @throws Ending with exit code 7 if none of these can be connected to, 1 if one is no address
  static void check(String servers) {
    List<String> failures = new ArrayList<>();
    for (String server : servers.split(",", -1)) {
      String failure = failure(server.strip());
      if (failure.isEmpty()) {
        return;
      }
      failures.add(server.strip() + " (" + failure + ")");
    }
    throw unreachable("no broker answers at " + String.join(", ", failures));
  }

  /// What to say when there is no broker.
  static Ending unreachable(String reason) {
    return new Ending(
        ExitCode.UNREACHABLE,
        reason,
        "start it (ops/parkade up), or say where it is: --bootstrap-servers, --profile, --port-offset"
            + " or --data-dir; if it wants SASL or TLS: --client-properties");
  }

  private static String failure(String server) {
    var address = ADDRESS.matcher(server);
    if (!address.matches() || Integer.parseInt(address.group(2)) > 65_535) {
      throw Ending.failed(
          "'" + server + "' is no address of a broker", "write host:port, several with commas");
    }
    var target = new InetSocketAddress(address.group(1), Integer.parseInt(address.group(2)));
    try (var socket = new Socket()) {
      socket.connect(target, LIMIT_MILLIS);
      return "";
    } catch (UnknownHostException unknown) {
      return "no such host";
    } catch (IOException refused) {
      return String.valueOf(refused.getMessage());
    }
  }
}
