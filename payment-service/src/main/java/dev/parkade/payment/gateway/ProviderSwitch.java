package dev.parkade.payment.gateway;

import dev.parkade.runtime.demo.DemoSwitch;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/// `/demo/provider/up`, `/demo/provider/slow` and `/demo/provider/down` on the management port: how
/// the simulated provider behaves.
@Component
@Profile("demo")
@ConditionalOnProperty(
    name = "parkade.payment.provider.kind",
    havingValue = "simulated",
    matchIfMissing = true)
class ProviderSwitch implements DemoSwitch {

  private static final Set<String> MODES = Set.of("up", "slow", "down");

  private final SimulatedGateway provider;
  private final Providers providers;

  ProviderSwitch(SimulatedGateway provider, Providers providers) {
    this.provider = provider;
    this.providers = providers;
  }

  @Override
  public String name() {
    return "provider";
  }

  @Override
  public Set<String> actions() {
    return MODES;
  }

  @Override
  public void apply(String action, Map<String, String> parameters) {
    provider.switchTo(SimulatedGateway.Mode.valueOf(action.toUpperCase(Locale.ROOT)));
  }

  @Override
  public Map<String, Object> state() {
    return Map.of(
        "mode",
        provider.mode().name().toLowerCase(Locale.ROOT),
        "circuit",
        providers.isAway() ? "open" : "closed");
  }
}
