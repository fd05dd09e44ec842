package dev.parkade.deadletters.selection;

import static dev.parkade.deadletters.letter.Letters.NOON;
import static dev.parkade.deadletters.letter.Letters.letter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.ledger.LedgerBroker;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.Letters;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.messages.topic.Topics;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Which payments could be made by now, by what customer.events says.
class ReadinessIT {

  private static final String DLQ = Topics.PAYMENT_DLQ.name();

  private static LedgerBroker broker;
  private static DeadLetterLog log;

  @BeforeAll
  static void start() {
    broker = new LedgerBroker();
    broker.create(Topics.PAYMENT_DLQ);
    log = new DeadLetterLog(broker.kafka());
  }

  @AfterAll
  static void stop() {
    log.close();
    broker.close();
  }

  @Test
  void aDeadLetterIsReadyWhenItsCustomerHasCome() {
    broker.put(
        Stream.of("unknown", "ada", "renamed", "gone", "back", "erased", "garbage", "elsewhere")
            .map(customer -> Letters.sent(neverArrived(customer)))
            .toList());
    broker.put(
        List.of(
            Letters.sent(letter().standing(2, 0).reason("HANDLER_FAILED").build()),
            Letters.sent(letter().standing(2, 0).reason("CUSTOMER_NEVER_ARRIVED").build()),
            Letters.sent(parked("grace"))));
    Readiness before = readiness();
    broker.create(Topics.CUSTOMER_EVENTS);
    broker.put(
        List.of(
            event(2, "ada", "ACTIVE", 1),
            event(2, "grace", "ACTIVE", 1),
            event(2, "renamed", "ACTIVE", 1),
            event(2, "renamed", "ACTIVE", 2),
            event(2, "gone", "ACTIVE", 1),
            event(2, "gone", "INACTIVE", 2),
            event(2, "gone", "ACTIVE", 1),
            event(2, "back", "INACTIVE", 2),
            event(2, "back", "ACTIVE", 3),
            event(2, "erased", "ACTIVE", 1),
            event(2, "erased", null, 0),
            event(2, "garbage", "\u0000", 1),
            event(3, "elsewhere", "ACTIVE", 1),
            event(2, "nobody asked for", "ACTIVE", 1)));

    Readiness after = readiness();

    assertThat(states(before)).doesNotContainValue(ReadyState.READY);
    assertThat(states(after))
        .containsEntry("ada", ReadyState.READY)
        .containsEntry("renamed", ReadyState.READY)
        .containsEntry("grace", ReadyState.READY)
        .containsEntry("back", ReadyState.READY)
        .containsEntry("gone", ReadyState.CUSTOMER_INACTIVE)
        .containsEntry("unknown", ReadyState.CUSTOMER_UNKNOWN)
        .containsEntry("erased", ReadyState.CUSTOMER_UNKNOWN)
        .containsEntry("garbage", ReadyState.CUSTOMER_UNKNOWN)
        .containsEntry("elsewhere", ReadyState.CUSTOMER_UNKNOWN)
        .containsEntry("(none)", ReadyState.NOT_APPLICABLE);
    assertThat(count(Selection.builder().topic(DLQ).ready())).isEqualTo(4);
    assertThat(count(Selection.builder().topic(DLQ).readiness(ReadyState.CUSTOMER_INACTIVE)))
        .isEqualTo(1);
    assertThat(count(Selection.builder().topic(DLQ).ready().customer("ada"))).isEqualTo(1);
  }

  private static Readiness readiness() {
    return CustomerReadiness.read(
        log, log.snapshot(List.of(DLQ)), Selection.openOf(List.of(DLQ)), Fate.OPEN);
  }

  private static TreeMap<String, ReadyState> states(Readiness readiness) {
    TreeMap<String, ReadyState> states = new TreeMap<>();
    SelectedLetters.read(
        log,
        log.snapshot(List.of(DLQ)),
        Selection.openOf(List.of(DLQ)),
        Fate.OPEN,
        letter -> states.put(letter.customerId().orElse("(none)"), readiness.of(letter)));
    return states;
  }

  private static long count(SelectionBuilder selection) {
    return SelectedLetters.read(
        log, log.snapshot(List.of(DLQ)), selection.build(), Fate.OPEN, letter -> {});
  }

  private static DeadLetter neverArrived(String customer) {
    return letter()
        .standing(2, 0)
        .key(customer.getBytes(UTF_8))
        .payload("{\"orderId\":\"o\",\"customerId\":\"%s\"}".formatted(customer))
        .reason("CUSTOMER_NEVER_ARRIVED")
        .origin("payment.commands", 2, 1, NOON)
        .build();
  }

  /// A parked command has its own id for a key.
  private static DeadLetter parked(String customer) {
    return letter()
        .standing(2, 0)
        .key("command-1".getBytes(UTF_8))
        .payload("{\"orderId\":\"o\",\"customerId\":\"%s\"}".formatted(customer))
        .reason("CUSTOMER_NEVER_ARRIVED")
        .origin("payment.parked", 2, 1, NOON)
        .build();
  }

  private static ProducerRecord<byte[], byte[]> event(
      int partition, String customer, String status, long version) {
    byte[] payload =
        status == null
            ? null
            : "{\"customerId\":\"%s\",\"name\":\"x\",\"status\":\"%s\",\"version\":%d}"
                .formatted(customer, status, version)
                .getBytes(UTF_8);
    return new ProducerRecord<>(
        Topics.CUSTOMER_EVENTS.name(), partition, customer.getBytes(UTF_8), payload);
  }
}
