package dev.parkade.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A way to run PostgreSQL, which refuses to run as root, whoever we are.
public enum Unprivileged {
  /// We are an ordinary user already.
  AS_WE_ARE(List.of(), false),
  /// As root, in a user namespace without mappings: the process is `nobody` to itself.
  USER_NAMESPACE(List.of("unshare", "-U"), false),
  /// As root where namespaces are forbidden: as the user `nobody`, who must reach the data.
  SETPRIV(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"), true),
  /// The same without `setpriv`.
  RUNUSER(List.of("runuser", "-u", "nobody", "--"), true),
  /// As root with none of the above.
  IMPOSSIBLE(List.of(), false);

  @SuppressWarnings("ImmutableEnumChecker") // List.of is
  private final List<String> prefix;

  private final boolean changesOwner;

  Unprivileged(List<String> prefix, boolean changesOwner) {
    this.prefix = prefix;
    this.changesOwner = changesOwner;
  }

  /// The first way that works here. The system property `parkade.postgres.unprivileged` overrides
  /// it with the name of a way.
  public static Unprivileged probe() {
    var chosen = System.getProperty("parkade.postgres.unprivileged");
    if (chosen != null) {
      return valueOf(chosen);
    }
    if (!isRoot()) {
      return AS_WE_ARE;
    }
    return List.of(USER_NAMESPACE, SETPRIV, RUNUSER).stream()
        .filter(Unprivileged::works)
        .findFirst()
        .orElse(IMPOSSIBLE);
  }

  /// Whether this JVM runs as root.
  public static boolean isRoot() {
    return Commands.run(List.of("id", "-u"), Map.of()).output().strip().equals("0");
  }

  List<String> command(List<String> plain) {
    var whole = new ArrayList<>(prefix);
    whole.addAll(plain);
    return whole;
  }

  /// Whether the server runs as another user, who must reach its programs and its data.
  boolean changesOwner() {
    return changesOwner;
  }

  /// Gives a directory tree to the user that will run the server.
  void handOver(Path tree) {
    if (changesOwner) {
      Commands.run(List.of("chown", "-R", "nobody", tree.toString()), Map.of());
    }
  }

  private boolean works() {
    return Commands.isInstalled(prefix.getFirst())
        && Commands.run(command(List.of("id", "-u")), Map.of()).exitCode() == 0;
  }
}
