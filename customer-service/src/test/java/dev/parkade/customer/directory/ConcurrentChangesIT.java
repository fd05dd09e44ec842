package dev.parkade.customer.directory;

import static dev.parkade.customer.scenario.Client.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.customer.scenario.Client;
import dev.parkade.customer.scenario.CustomerServiceTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Many clients who change the same customer at the same time.
@CustomerServiceTest
class ConcurrentChangesIT {

  @Autowired Client client;

  @Test
  void letsExactlyOneOfManyConcurrentChangesWin() throws Exception {
    client.put("ada-6", ADA);

    var statuses =
        together(
            16,
            n -> {
              var body = "{\"name\":\"Ada %d\",\"email\":\"ada@example.org\"}".formatted(n);
              return client.put("ada-6", body, "If-Match", "\"1\"").statusCode();
            });

    assertThat(statuses).filteredOn(it -> it == 200).hasSize(1);
    assertThat(statuses).filteredOn(it -> it == 412).hasSize(15);
    assertThat(client.outboxRowsOf("ada-6")).isEqualTo(2);
  }

  @Test
  void registersOnceWhenManyAskAtTheSameTime() throws Exception {
    var same = together(16, _ -> client.put("ada-7", ADA).statusCode());
    var different =
        together(
            16,
            n -> {
              var body = "{\"name\":\"Ada %d\",\"email\":\"ada@example.org\"}".formatted(n);
              return client.put("ada-8", body, "If-None-Match", "*").statusCode();
            });

    assertThat(same).containsOnly(200, 201).filteredOn(it -> it == 201).hasSize(1);
    assertThat(different).containsOnly(201, 412).filteredOn(it -> it == 201).hasSize(1);
    assertThat(client.outboxRowsOf("ada-7")).isEqualTo(1);
    assertThat(client.outboxRowsOf("ada-8")).isEqualTo(1);
  }

  private interface Attempt {
    int with(int n) throws Exception;
  }

  private static List<Integer> together(int times, Attempt attempt) {
    var started =
        IntStream.range(0, times)
            .mapToObj(
                n ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            return attempt.with(n);
                          } catch (Exception e) {
                            throw new IllegalStateException(e);
                          }
                        },
                        task -> Thread.ofVirtual().start(task)))
            .toList();
    return started.stream().map(CompletableFuture::join).toList();
  }
}
