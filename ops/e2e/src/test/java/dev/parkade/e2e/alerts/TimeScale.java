package dev.parkade.e2e.alerts;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Makes time pass faster in rules, so that what takes an hour in operation takes seconds in a
/// test: windows, offsets and `for` are divided. What belongs to the system and not to the watching
/// stays: figures in seconds that are compared with less than ten minutes, and everything shorter
/// than half a minute, as the ten seconds of the objective.
///
/// @param divisor how many times as fast
/// @param shortestWindow what a window is at least: a rate needs several scrapes
record TimeScale(int divisor, Duration shortestWindow) {
  private static final String TIME = "(?:\\d+(?:ms|[smhdwy]))+";
  private static final Pattern WINDOW = Pattern.compile("(?<=\\[)" + TIME + "(?=])");
  private static final Pattern OFFSET = Pattern.compile("(?<=\\boffset )" + TIME + "\\b");
  private static final Pattern FOR =
      Pattern.compile("(?m)(?<=^ {8}(?:for|keep_firing_for): )" + TIME + "(?=\\s*$)");
  private static final Pattern AGE = Pattern.compile("(?<=_age_seconds\\) > )\\d+\\b");
  private static final Pattern PART = Pattern.compile("(\\d+)(ms|[smhdwy])");

  private static final Duration OF_THE_SYSTEM = Duration.ofSeconds(30);
  private static final Duration LONG_AGE = Duration.ofMinutes(10);
  private static final Duration SHORTEST_FOR = Duration.ofSeconds(1);

  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7),
          "y", Duration.ofDays(365));

  /// The same rules, faster.
  String apply(String rules) {
    String scaled = replace(rules, WINDOW, it -> faster(it, shortestWindow));
    scaled = replace(scaled, OFFSET, it -> faster(it, shortestWindow));
    scaled = replace(scaled, FOR, it -> faster(it, SHORTEST_FOR));
    return replace(scaled, AGE, this::younger);
  }

  private String younger(String seconds) {
    Duration age = Duration.ofSeconds(Long.parseLong(seconds));
    return age.compareTo(LONG_AGE) < 0
        ? seconds
        : Long.toString(age.dividedBy(divisor).toSeconds());
  }

  private String faster(String time, Duration least) {
    Duration whole = parse(time);
    if (whole.compareTo(OF_THE_SYSTEM) < 0) {
      return time;
    }
    Duration scaled = whole.dividedBy(divisor);
    return (scaled.compareTo(least) < 0 ? least : scaled).toMillis() + "ms";
  }

  private static Duration parse(String time) {
    return PART.matcher(time)
        .results()
        .map(it -> UNITS.get(it.group(2)).multipliedBy(Long.parseLong(it.group(1))))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static String replace(String text, Pattern pattern, Function<String, String> with) {
    return pattern.matcher(text).replaceAll((MatchResult it) -> with.apply(it.group()));
  }
}
