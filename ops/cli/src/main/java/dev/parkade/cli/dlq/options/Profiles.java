package dev.parkade.cli.dlq.options;

import dev.parkade.cli.terminal.Ending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file of profiles, one setting a line:
///
/// ```properties
/// # used where --profile is not given
/// default = staging
/// staging.bootstrap-servers = kafka-1:9092,kafka-2:9092
/// staging.client-properties = staging-sasl.properties
/// staging.read-only = true
/// staging.who = grace
/// staging.orders-url = https://orders.example.org
/// ```
///
/// A path is relative to the file. Whatever is not understood is refused with file and line: a
/// misspelt `read-only` must not pass.
public final class Profiles {
  static final List<String> SETTINGS =
      List.of("bootstrap-servers", "client-properties", "read-only", "who", "orders-url");

  private static final Pattern LINE = Pattern.compile("\\s*([^=\\s]+)\\s*=\\s*(.*?)\\s*");
  private static final Pattern SETTING = Pattern.compile("([A-Za-z0-9_-]{1,40})\\.([a-z-]+)");

  private final TreeMap<String, Profile> byName = new TreeMap<>();
  private final String source;
  private String preferred = Profile.LOCAL;
  private int preferredAt;

  private Profiles(String source) {
    this.source = source;
    byName.put(Profile.LOCAL, Profile.named(Profile.LOCAL));
  }

  /// Only the local system.
  static Profiles none(String source) {
    return new Profiles(source);
  }

  /// @throws Ending if the file cannot be read or understood
  static Profiles read(Path file) {
    var profiles = new Profiles(file.toString());
    int number = 0;
    for (String line : lines(file)) {
      number++;
      if (!line.isBlank() && !line.strip().startsWith("#")) {
        profiles.take(line, number, file);
      }
    }
    if (!profiles.byName.containsKey(profiles.preferred)) {
      throw profiles.unknown(profiles.preferred, file + ":" + profiles.preferredAt + ": ");
    }
    return profiles;
  }

  /// The one of this name; without a name the default one.
  ///
  /// @throws Ending if there is none of this name
  Profile named(@Nullable String name) {
    String wanted = name == null ? preferred : name;
    return Optional.ofNullable(byName.get(wanted)).orElseThrow(() -> unknown(wanted, ""));
  }

  private void take(String line, int number, Path file) {
    String at = file + ":" + number + ": ";
    var parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw Ending.failed(at + "not a setting: " + line.strip(), "write: profile.setting = value");
    }
    String key = parts.group(1);
    String value = parts.group(2);
    if (value.isEmpty()) {
      throw Ending.failed(at + key + " has no value", "give it one, or remove the line");
    }
    if (key.equals("default")) {
      preferred = value;
      preferredAt = number;
      return;
    }
    var setting = SETTING.matcher(key);
    if (!setting.matches() || !SETTINGS.contains(setting.group(2))) {
      throw Ending.failed(
          at + "no such setting: " + key,
          "use profile.setting with one of " + String.join(", ", SETTINGS));
    }
    var before = byName.computeIfAbsent(setting.group(1), Profile::named);
    byName.put(before.name(), with(before, setting.group(2), value, at, file));
  }

  private static Profile with(Profile it, String setting, String value, String at, Path file) {
    return new Profile(
        it.name(),
        setting.equals("bootstrap-servers") ? value : it.bootstrapServers(),
        setting.equals("client-properties")
            ? file.toAbsolutePath().resolveSibling(value)
            : it.clientProperties(),
        setting.equals("read-only") ? truth(value, at) : it.readOnly(),
        setting.equals("who") ? value : it.who(),
        setting.equals("orders-url") ? value : it.ordersUrl());
  }

  private static boolean truth(String value, String at) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw Ending.failed(at + "read-only is true or false, not " + value, "write one of them");
    };
  }

  private static List<String> lines(Path file) {
    try {
      // ISO 8859-1 takes every byte, so that garbage is named with its line
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException refused) {
      throw Ending.failed(
          "cannot read the profiles in " + file + ": " + refused,
          "give a file that exists with --config or PARKADE_CONFIG");
    }
  }

  private Ending unknown(String name, String at) {
    return Ending.failed(
        at + "there is no profile " + name + " in " + source,
        "use one of " + String.join(", ", byName.keySet()) + ", or add it there");
  }
}
