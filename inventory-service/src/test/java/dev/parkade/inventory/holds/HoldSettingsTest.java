package dev.parkade.inventory.holds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class HoldSettingsTest {

  @Test
  void readsWhatTheServiceShipsWith() {
    var settings = bind(Map.of("strategy", "batched", "time-limit", "15m", "sweep-slice", "200"));

    assertThat(settings)
        .isEqualTo(
            new HoldSettings(
                HoldSettings.Strategy.BATCHED, Duration.ofMinutes(15), Duration.ofSeconds(1), 200));
  }

  @ParameterizedTest
  @CsvSource({"strategy,guess", "time-limit,0s", "sweep-interval,-1s", "sweep-slice,0"})
  void refusesWhatMakesNoSense(String key, String value) {
    assertThatThrownBy(() -> bind(Map.of(key, value))).hasMessageContaining("parkade.holds");
  }

  private static HoldSettings bind(Map<String, String> values) {
    var source = new MapConfigurationPropertySource();
    values.forEach((key, value) -> source.put("parkade.holds." + key, value));
    return new Binder(source).bindOrCreate("parkade.holds", HoldSettings.class);
  }
}
