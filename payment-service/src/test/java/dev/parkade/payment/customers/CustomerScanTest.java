package dev.parkade.payment.customers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.customer.CustomerChanged;
import dev.parkade.messages.customer.CustomerDeactivated;
import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.customer.CustomerRegistered;
import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.runtime.consuming.RecordReader;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.time.TestClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

class CustomerScanTest {

  private static final String UUID = "0199c0de-0000-7000-8000-00000000abcd";

  private final MessageCodec codec = new MessageCodec();
  private final RecordReader reader = new RecordReader(codec);
  private final Messages messages =
      new Messages("customer-service", TestClock.atNoon(), new SequentialIds()::get);

  @Test
  void readsWhatCustomerServiceWrites() {
    CustomerId customer = CustomerId.of(UUID);

    assertThat(standingAfter(registered(customer, "Ada Lovelace"))).isEqualTo(Standing.ACTIVE);
    assertThat(
            standingAfter(new CustomerChanged(customer, "n", "e@x.org", CustomerStatus.ACTIVE, 2)))
        .isEqualTo(Standing.ACTIVE);
    assertThat(standingAfter(new CustomerDeactivated(customer, "", "", CustomerStatus.INACTIVE, 3)))
        .isEqualTo(Standing.INACTIVE);
  }

  @Test
  void leavesToTheCodecWhatIsWrittenInAnotherWay() {
    assertThat(standingAfter(registered(CustomerId.of("ada"), "Zoë"))).isEqualTo(Standing.UNKNOWN);
    assertThat(standingAfter(registered(CustomerId.of("ada"), "a \"nick\"")))
        .isEqualTo(Standing.UNKNOWN);
  }

  @Test
  void neverTakesInWhatTheCodecRefusesOrUnderstandsInAnotherWay() {
    long seed = Long.getLong("parkade.seed", 20261128L);
    SplittableRandom random = new SplittableRandom(seed);
    int accepted = 0;

    for (int i = 0; i < 100_000; i++) {
      ConsumerRecord<String, byte[]> damaged =
          damaged(record(registered(CustomerId.of(UUID), "Ada")), random);
      KnownCustomers scanned = new KnownCustomers();
      if (CustomerScan.apply(damaged, scanned)) {
        accepted++;
        KnownCustomers decoded = new KnownCustomers();
        assertThat(reader.read(damaged))
            .as("seed %d: %s %s", seed, damaged.headers(), new String(damaged.value(), UTF_8))
            .isInstanceOfSatisfying(
                Decoded.Readable.class,
                readable -> decoded.apply((CustomerEvent) readable.message().body()));
        assertThat(scanned.size()).isEqualTo(1);
        assertThat(scanned.standing(damaged.key())).isEqualTo(decoded.standing(damaged.key()));
      }
    }

    assertThat(accepted).isBetween(1_000, 90_000);
  }

  private Standing standingAfter(CustomerEvent event) {
    KnownCustomers known = new KnownCustomers();
    CustomerScan.apply(record(event), known);
    return known.standing(event.customerId().text());
  }

  private static CustomerRegistered registered(CustomerId customer, String name) {
    return new CustomerRegistered(customer, name, "ada@example.org", CustomerStatus.ACTIVE, 1);
  }

  private ConsumerRecord<String, byte[]> record(CustomerEvent event) {
    String key = event.customerId().text();
    var encoded = codec.encode(messages.first(event, key, key, null));
    var record =
        new ConsumerRecord<>("customer.events", 0, 0, key, encoded.payload().getBytes(UTF_8));
    encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }

  /// With one byte changed, removed or doubled, or with a header gone.
  private static ConsumerRecord<String, byte[]> damaged(
      ConsumerRecord<String, byte[]> record, SplittableRandom random) {
    byte[] value = record.value();
    List<Header> headers = new ArrayList<>(List.of(record.headers().toArray()));
    int target = random.nextInt(headers.size() + 4);
    if (target < headers.size() && random.nextInt(8) == 0) {
      headers.remove(target);
    } else if (target < headers.size()) {
      Header header = headers.get(target);
      headers.set(target, new RecordHeader(header.key(), bitten(header.value(), random)));
    } else {
      value = bitten(value, random);
    }
    var damaged = new ConsumerRecord<>("customer.events", 0, 0, record.key(), value);
    headers.forEach(damaged.headers()::add);
    return damaged;
  }

  private static byte[] bitten(byte[] bytes, SplittableRandom random) {
    String likely = "019afZz-:.{}\",\\ +T\u0007\u00e9";
    byte one = (byte) likely.charAt(random.nextInt(likely.length()));
    int at = random.nextInt(bytes.length);
    byte[] changed = bytes.clone();
    switch (random.nextInt(3)) {
      case 0 -> changed[at] = one;
      case 1 -> changed = Arrays.copyOf(bytes, bytes.length - 1);
      default -> {
        changed = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, changed, 0, at);
        changed[at] = one;
        System.arraycopy(bytes, at, changed, at + 1, bytes.length - at);
      }
    }
    return changed;
  }
}
