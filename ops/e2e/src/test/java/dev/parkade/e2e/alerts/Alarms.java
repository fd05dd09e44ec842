package dev.parkade.e2e.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.e2e.prometheus.Alert;
import dev.parkade.e2e.prometheus.PrometheusApi;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a Prometheus alarms people of, and remembers of which it did.
final class Alarms {
  /// With every time in the rules divided, half a minute does on a machine that is not busy.
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final PrometheusApi prometheus;
  private final Set<String> fired = new TreeSet<>();
  private final Set<String> resolved = new TreeSet<>();

  Alarms(PrometheusApi prometheus) {
    this.prometheus = prometheus;
  }

  /// Waits until each of these fires. `Name` or `Name/service`.
  void fire(String... alerts) {
    fire(() -> {}, alerts);
  }

  /// The same, doing something before each look.
  void fire(Eventually.Assertion before, String... alerts) {
    Eventually.within(
        LIMIT,
        () -> {
          before.check();
          assertThat(firing()).contains(alerts);
        });
    Arrays.stream(alerts).map(Alarms::name).forEach(fired::add);
  }

  /// Waits until each of these has fired, whether it still does or not. Only names.
  void haveFired(String... alerts) {
    Eventually.within(LIMIT, () -> assertThat(everFired()).contains(alerts));
    fired.addAll(List.of(alerts));
  }

  /// The names of all that ever fired, as Prometheus remembers it.
  Set<String> everFired() {
    return prometheus
        .query("max by (alertname) (max_over_time(ALERTS{alertstate=\"firing\"}[15m]))")
        .series()
        .stream()
        .map(it -> it.label("alertname"))
        .collect(Collectors.toSet());
  }

  /// Waits until none of these fires or is about to.
  void resolve(String... alerts) {
    Eventually.within(LIMIT, () -> assertThat(known()).doesNotContain(alerts));
    Arrays.stream(alerts).map(Alarms::name).forEach(resolved::add);
  }

  /// Waits until nothing fires.
  void beSilent() {
    Eventually.within(LIMIT, () -> assertThat(firing()).isEmpty());
  }

  /// The names of those that fired and resolved.
  Set<String> firedAndResolved() {
    Set<String> both = new TreeSet<>(fired);
    both.retainAll(resolved);
    return both;
  }

  private static String name(String alert) {
    return alert.replaceFirst("/.*", "");
  }

  private List<String> firing() {
    return names(prometheus.alerts().stream().filter(Alert::isFiring).toList());
  }

  private List<String> known() {
    return names(prometheus.alerts());
  }

  private static List<String> names(List<Alert> alerts) {
    alerts.forEach(Alarms::assertReadable);
    return alerts.stream()
        .flatMap(it -> List.of(it.name(), it.name() + "/" + it.labels().get("service")).stream())
        .distinct()
        .toList();
  }

  /// A template that fails leaves its error in the text.
  private static void assertReadable(Alert alert) {
    assertThat(alert.annotations().values())
        .as(alert.name())
        .noneMatch(text -> text.contains("<error") || text.contains("<no value>"));
    assertThat(alert.labels().get("service")).as(alert.name()).isNotBlank();
  }
}
