package dev.parkade.runtime.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;

class RelaySettingsTest {

  @Test
  void hasDefaultsForEverything() {
    RelaySettings settings = TestRelay.settings(Map.of());

    assertThat(settings.enabled()).isTrue();
    assertThat(settings.heartbeatInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.retention()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void derivesALegalSlotNameFromTheDatabase() {
    RelaySettings settings = TestRelay.settings(Map.of());

    assertThat(settings.slotFor("Payment-Service")).isEqualTo("parkade_relay_payment_service");
    assertThat(settings.slotFor("x".repeat(63))).hasSize(63).matches("[a-z0-9_]+");
  }

  @Test
  void takesASlotNameThatIsGiven() {
    RelaySettings settings = TestRelay.settings(Map.of("slot", "mine"));

    assertThat(settings.slotFor("payment")).isEqualTo("mine");
  }

  @Test
  void refusesARetentionThatARepairCouldNotRelyOn() {
    Map<String, String> settings = Map.of("retention", "1m", "republish-margin", "5m");

    assertThatThrownBy(() -> TestRelay.settings(settings))
        .isInstanceOf(BindException.class)
        .hasRootCauseMessage(
            "parkade.relay.retention must be at least twice parkade.relay.republish-margin");
  }

  @Test
  void findsTheDatabaseInTheServicesOwnUrl() {
    RelayDatabase database =
        RelayDatabase.at("jdbc:postgresql://db:5433/orders?sslmode=require", "me", "secret");

    assertThat(database.host()).isEqualTo("db");
    assertThat(database.port()).isEqualTo(5433);
    assertThat(database.name()).isEqualTo("orders");
    assertThat(database.parameters()).containsEntry("sslmode", "require");
    assertThat(database).hasToString("db:5433/orders");
  }

  @Test
  void refusesAUrlWithoutOneHost() {
    assertThatThrownBy(() -> RelayDatabase.at("jdbc:postgresql://a,b/orders", null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one host");
  }
}
