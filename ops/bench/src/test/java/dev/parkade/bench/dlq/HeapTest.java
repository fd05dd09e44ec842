package dev.parkade.bench.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeapTest {
  @Test
  void takesTheMostInUseAndTheMostLeftFromTheLogOfCollections() {
    var heap =
        Heap.of(
            List.of(
                "[0.012s][info][gc] Using Serial",
                "[0.345s][info][gc] GC(0) Pause Young (Allocation Failure) 68M->3M(247M) 5.1ms",
                "[1.345s][info][gc] GC(1) Pause Full (Ergonomics) 201M->90M(247M) 55.1ms",
                "[2.345s][info][gc] GC(2) Pause Young (Allocation Failure) 150M->95M(247M) 5.1ms"));

    assertThat(heap).isEqualTo(new Heap(95, 201));
  }

  @Test
  void isNothingIfThereWasNoCollection() {
    assertThat(Heap.of(List.of("[0.012s][info][gc] Using Serial"))).isEqualTo(new Heap(0, 0));
  }
}
