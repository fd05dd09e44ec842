package dev.parkade.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  @Test
  void areOnThisMachineUnlessSomebodySaysOtherwise() {
    var local = new Endpoints(new Ports(100));

    assertThat(local.bootstrapServers()).isEqualTo("127.0.0.1:9192");
    assertThat(local.api(Part.ORDERS)).hasToString("http://127.0.0.1:8180");
    assertThat(local.management(Part.PAYMENT)).hasToString("http://127.0.0.1:9182");
    assertThat(local.database(Part.PAYMENT))
        .isEqualTo(
            new Endpoints.Jdbc("jdbc:postgresql://127.0.0.1:5532/payment", "payment", "parkade"));
  }

  @Test
  void mayHaveAHostForEachPart() {
    var containers = new Endpoints(new Ports(0), "{part}.shop", Map.of(Part.ORDERS, "secret"));

    assertThat(containers.bootstrapServers()).isEqualTo("kafka.shop:9092");
    assertThat(containers.api(Part.CUSTOMER)).hasToString("http://customer-service.shop:8081");
    assertThat(containers.database(Part.ORDERS))
        .isEqualTo(
            new Endpoints.Jdbc("jdbc:postgresql://postgres.shop:5432/orders", "orders", "secret"));
    assertThat(containers).asString().doesNotContain("secret");
  }
}
