package dev.parkade.payment.parking;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/// What the gate's memory is bounded by, for Prometheus.
final class BoundsMetrics {

  private final AtomicLong spilled = new AtomicLong();
  private final AtomicLong customerBytes = new AtomicLong();
  private final Counter readBack;
  private final Counter failures;

  BoundsMetrics(MeterRegistry meters) {
    Gauge.builder("parkade.gate.parked.spilled", spilled, AtomicLong::get)
        .description("Waiting commands of which only a pointer is in memory")
        .register(meters);
    Gauge.builder("parkade.gate.customers.bytes", customerBytes, AtomicLong::get)
        .description("Heap that the known customers take")
        .register(meters);
    readBack =
        Counter.builder("parkade.gate.readbacks")
            .description("Spilled commands whose content was read again from payment.parked")
            .register(meters);
    failures =
        Counter.builder("parkade.gate.readback.failures")
            .description("Attempts to read spilled commands that got nothing: should be 0")
            .register(meters);
  }

  void measured(long pointers, long bytesOfCustomers) {
    spilled.set(pointers);
    customerBytes.set(bytesOfCustomers);
  }

  void readBack() {
    readBack.increment();
  }

  void readBackFailed() {
    failures.increment();
  }
}
