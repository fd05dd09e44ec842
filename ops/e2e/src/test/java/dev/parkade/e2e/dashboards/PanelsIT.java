package dev.parkade.e2e.dashboards;

import dev.parkade.e2e.compose.ComposeSystem;
import dev.parkade.e2e.compose.OnCompose;
import dev.parkade.e2e.prometheus.PrometheusApi;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// The dashboards of the system in containers, after the story was told to it.
@OnCompose
@Order(20)
class PanelsIT {
  @Test
  void everyPanelShowsTheStory(ComposeSystem system) throws IOException {
    StoryPanels.check(new PrometheusApi(system.api("prometheus")), Clock.systemUTC());
  }
}
