package dev.parkade.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/// Buffers the payments of a customer who is not known yet, and forwards them in order.
final class BufferProcessor implements Processor<String, byte[], String, String> {
  static final String KNOWN = "known";
  static final String WAITING = "waiting";

  private final String customers;
  private final AtomicLong waited;

  // set before the first record
  @SuppressWarnings("NullAway.Init")
  private ProcessorContext<String, String> context;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<String, String> known;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<String, String> waiting;

  BufferProcessor(String customers, AtomicLong waited) {
    this.customers = customers;
    this.waited = waited;
  }

  @Override
  public void init(ProcessorContext<String, String> context) {
    this.context = context;
    known = context.getStateStore(KNOWN);
    waiting = context.getStateStore(WAITING);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    if (context.recordMetadata().orElseThrow().topic().equals(customers)) {
      release(record);
    } else {
      pay(record);
    }
  }

  private void release(Record<String, byte[]> customer) {
    known.put(customer.key(), "");
    var orders = waiting.get(customer.key());
    if (orders != null) {
      orders.lines().forEach(it -> context.forward(customer.withValue(it)));
      waiting.delete(customer.key());
    }
  }

  private void pay(Record<String, byte[]> command) {
    var order = new String(command.headers().lastHeader("ce_subject").value(), UTF_8);
    if (known.get(command.key()) != null) {
      context.forward(command.withValue(order));
      return;
    }
    var before = waiting.get(command.key());
    waiting.put(command.key(), before == null ? order : before + "\n" + order);
    waited.incrementAndGet();
  }
}
