package dev.parkade.deadletters.selection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CustomerTableTest {

  private final CustomerTable table = new CustomerTable();

  @Test
  void itKnowsExactlyWhatItWasAskedAbout() {
    Random random = new Random(7);
    Map<String, ReadyState> model = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      int partition = random.nextInt(6);
      String id = "c" + random.nextInt(20_000) + "x".repeat(random.nextInt(60));
      table.add(partition, bytes(id));
      ReadyState state = random.nextBoolean() ? ReadyState.READY : ReadyState.CUSTOMER_INACTIVE;
      table.learn(table.find(partition, bytes(id)), state, i);
      model.put(partition + id, state);
    }

    assertThat(table.size()).isEqualTo(model.size());
    model.forEach(
        (key, state) -> {
          int entry = table.find(key.charAt(0) - '0', bytes(key.substring(1)));
          assertThat(entry).isNotEqualTo(CustomerTable.ABSENT);
          assertThat(table.state(entry)).isEqualTo(state);
        });
    assertThat(table.find(7, bytes("c1"))).isEqualTo(CustomerTable.ABSENT);
    assertThat(table.find(0, bytes("d1"))).isEqualTo(CustomerTable.ABSENT);
  }

  @Test
  void theNewestVersionCountsWhateverComesLast() {
    table.add(0, bytes("ada"));
    int ada = table.find(0, bytes("ada"));
    assertThat(table.state(ada)).isEqualTo(ReadyState.CUSTOMER_UNKNOWN);

    table.learn(ada, ReadyState.CUSTOMER_INACTIVE, 2);
    table.learn(ada, ReadyState.READY, 1);
    assertThat(table.state(ada)).isEqualTo(ReadyState.CUSTOMER_INACTIVE);

    table.forget(ada);
    assertThat(table.state(ada)).isEqualTo(ReadyState.CUSTOMER_UNKNOWN);

    table.learn(ada, ReadyState.READY, 1);
    assertThat(table.state(ada)).isEqualTo(ReadyState.READY);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
