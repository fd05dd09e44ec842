package dev.parkade.runtime.writing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class WriteTest {

  @Test
  void twoWritesThatNameAParameterAlikeAreRefused() {
    var one = new Write("one", "delete from a where id = :id", Map.of("id", 1));
    var two = new Write("two", "delete from b where id = :id", Map.of("id", 2));
    var nowhere = JdbcClient.create(new DriverManagerDataSource());

    assertThatThrownBy(() -> Write.all(List.of(one, two), nowhere))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id: one, two");
  }
}
