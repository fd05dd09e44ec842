package dev.parkade.deadletters.showing;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Takes personal data out of what people see: the values of JSON members with certain names, at
/// any depth, and what looks like such a member or an email address in texts. Texts are searched by
/// pattern only, so that what is no JSON is masked as well as one can, and not for certain.
public final class Masking {

  /// What stands in the place of a value.
  public static final String MASK = "***";

  private static final List<String> PERSONAL = List.of("name", "email");

  private static final String EMAIL = "[\\w.+%-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,8}";

  // shorter ones would be found everywhere
  private static final int MIN_KNOWN_LENGTH = 3;

  private final Set<String> names;
  private final Pattern members;

  private Masking(Collection<String> names) {
    this.names =
        names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    String any = this.names.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    this.members =
        Pattern.compile(
            "(?i)(\\b(?:"
                + any
                + ")\\b\"?\\s*[:=]\\s*)(\"(?:[^\"\\\\]|\\\\.)*+\"?|[^\\s,;&}\\]]++)");
  }

  /// Masks names and email addresses, and members or headers of these other names; `key` stands for
  /// the record's key.
  public static Masking personalData(Collection<String> others) {
    Set<String> all = new HashSet<>(PERSONAL);
    all.addAll(others);
    return new Masking(all);
  }

  /// Masks nothing.
  public static Masking none() {
    return new Masking(Set.of());
  }

  public boolean masksNothing() {
    return names.isEmpty();
  }

  /// Whether whatever has this name is masked.
  public boolean masks(String name) {
    return names.contains(name.toLowerCase(Locale.ROOT));
  }

  /// The same document without these members' values.
  public JsonNode masked(JsonNode document) {
    return masked(document, new HashSet<>());
  }

  /// The same document without these members' values.
  ///
  /// @param known where the texts go that were masked
  JsonNode masked(JsonNode document, Set<String> known) {
    if (masksNothing()) {
      return document;
    }
    JsonNode copy = document.deepCopy();
    mask(copy, known);
    return copy;
  }

  /// The same text without what is known to be personal, or looks like it.
  ///
  /// @param known texts that were masked elsewhere
  String masked(String text, Set<String> known) {
    if (masksNothing()) {
      return text;
    }
    String masked = text;
    // the longest first, or the rest of a name would stay behind its beginning
    for (String value :
        known.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList()) {
      masked = masked.replace(value, MASK);
    }
    masked = members.matcher(masked).replaceAll("$1" + MASK);
    return masked.replaceAll(EMAIL, MASK);
  }

  private void mask(JsonNode node, Set<String> known) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        if (masks(member.getKey())) {
          collect(member.getValue(), known);
          member.setValue(JsonNodeFactory.instance.stringNode(MASK));
        } else {
          mask(member.getValue(), known);
        }
      }
    } else if (node.isArray()) {
      node.forEach(element -> mask(element, known));
    }
  }

  private static void collect(JsonNode value, Set<String> known) {
    if (value.isString() && value.stringValue().length() >= MIN_KNOWN_LENGTH) {
      known.add(value.stringValue());
    }
    value.forEach(inner -> collect(inner, known));
  }
}
