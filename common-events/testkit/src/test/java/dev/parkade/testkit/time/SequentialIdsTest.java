package dev.parkade.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SequentialIdsTest {
  @Test
  void repeatsTheSameVersion7IdsInRisingOrder() {
    var ids = Stream.generate(new SequentialIds()).limit(300).toList();

    assertThat(ids).isSortedAccordingTo(UUID::compareTo).doesNotHaveDuplicates();
    assertThat(ids).allMatch(id -> id.version() == 7 && id.variant() == 2);
    assertThat(ids).first().hasToString("00000000-0001-7000-8000-000000000001");
    assertThat(ids.get(299)).isEqualTo(SequentialIds.nth(300));
  }
}
