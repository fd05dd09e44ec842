package dev.parkade.messages.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.ChargePayment;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageCodecTest {

  private static final OrderId ORDER = OrderId.of("0198c5c0-0000-7000-8000-000000000001");

  private final MessageCodec codec = new MessageCodec();
  private final Messages messages =
      new Messages(
          "order-orchestrator",
          Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC),
          () -> UUID.fromString("0198c5c0-0000-7000-8000-00000000000a"));
  private final Map<String, byte[]> headers = new HashMap<>();
  private byte[] payload = new byte[0];

  @BeforeEach
  void aGoodRecord() {
    var charge = new ChargePayment(ORDER, CustomerId.of("c-1"), new Money(1999, "EUR"));
    Encoded encoded = codec.encode(messages.first(charge, ORDER.text(), ORDER.text(), null));
    encoded.headers().forEach((name, value) -> headers.put(name, value.getBytes(UTF_8)));
    payload = encoded.payload().getBytes(UTF_8);
  }

  @Test
  void readsWhatItWrote() {
    Decoded decoded = decode();

    assertThat(decoded)
        .isInstanceOfSatisfying(
            Decoded.Readable.class,
            readable ->
                assertThat(readable.message().body())
                    .isEqualTo(
                        new ChargePayment(ORDER, CustomerId.of("c-1"), new Money(1999, "EUR"))));
  }

  @Test
  void aReplyKeepsTheTraceAndNamesItsCause() {
    Message<?> command = ((Decoded.Readable) decode()).message();

    Message<?> reply =
        messages.causedBy(
            command, new ChargePayment(ORDER, CustomerId.of("c"), new Money(1, "EUR")), "x");

    assertThat(reply.envelope().causationId()).isEqualTo(command.id());
    assertThat(reply.envelope().correlationId()).isEqualTo(ORDER.text());
    Traceparent cause = command.envelope().traceparent();
    assertThat(cause).isNotNull();
    assertThat(reply.envelope().traceparent()).isEqualTo(cause);
  }

  @Test
  void aMalformedTraceIsNoTraceAndNoError() {
    headers.put(WireHeaders.TRACEPARENT, "00-zz".getBytes(UTF_8));

    Decoded decoded = decode();

    assertThat(((Decoded.Readable) decoded).message().envelope().traceparent()).isNull();
  }

  @Test
  void saysWhyARecordIsPoison() {
    assertPoison(WireHeaders.ID, null, DeadLetterReason.MISSING_HEADER);
    assertPoison(WireHeaders.ID, "7", DeadLetterReason.MALFORMED_HEADER);
    assertPoison(WireHeaders.TYPE, null, DeadLetterReason.MISSING_HEADER);
    assertPoison(WireHeaders.TYPE, "parkade.payment.charge.v9", DeadLetterReason.UNKNOWN_TYPE);
    assertPoison(WireHeaders.TYPE, "java.lang.Runtime", DeadLetterReason.UNKNOWN_TYPE);
    assertPoison(WireHeaders.SPEC_VERSION, "0.3", DeadLetterReason.MALFORMED_HEADER);
    assertPoison(WireHeaders.TIME, "yesterday", DeadLetterReason.MALFORMED_HEADER);
    assertPoison(WireHeaders.CAUSATION_ID, "not-a-uuid", DeadLetterReason.MALFORMED_HEADER);
    assertPoison(WireHeaders.SUBJECT, "x".repeat(257), DeadLetterReason.MALFORMED_HEADER);
    assertPoison(WireHeaders.SUBJECT, "line\nbreak", DeadLetterReason.MALFORMED_HEADER);
  }

  @Test
  void aHeaderThatIsNotUtf8IsPoison() {
    headers.put(WireHeaders.SOURCE, new byte[] {(byte) 0xc3, (byte) 0x28});

    assertThat(reason(decode())).isEqualTo(DeadLetterReason.MALFORMED_HEADER);
  }

  @Test
  void payloadsThatAreNotTheirTypeArePoison() {
    assertThat(reason(decode("not json"))).isEqualTo(DeadLetterReason.MALFORMED_PAYLOAD);
    assertThat(reason(decode("null"))).isEqualTo(DeadLetterReason.MALFORMED_PAYLOAD);
    assertThat(reason(decode("[]"))).isEqualTo(DeadLetterReason.MALFORMED_PAYLOAD);
    assertThat(reason(decode("{}"))).isEqualTo(DeadLetterReason.MALFORMED_PAYLOAD);
    assertThat(reason(decode(new String(payload, UTF_8) + "{}")))
        .isEqualTo(DeadLetterReason.MALFORMED_PAYLOAD);
    assertThat(reason(decode(new String(payload, UTF_8).replace("1999", "-1999"))))
        .isEqualTo(DeadLetterReason.MALFORMED_PAYLOAD);
    assertThat(reason(decode(new String(payload, UTF_8).replace("c-1", "c 1"))))
        .isEqualTo(DeadLetterReason.MALFORMED_PAYLOAD);
    assertThat(reason(decode("[".repeat(100_000)))).isEqualTo(DeadLetterReason.MALFORMED_PAYLOAD);
  }

  @Test
  void aValueOfAnotherTypeIsPoisonAndNeverRounded() {
    for (String amount : List.of("19.99", "1e999999999", "\"1999\"", "true", "null", "1e400")) {
      assertThat(reason(decode(new String(payload, UTF_8).replace("1999", amount))))
          .as(amount)
          .isEqualTo(DeadLetterReason.MALFORMED_PAYLOAD);
    }
    headers.put(WireHeaders.TYPE, "parkade.inventory.refused.v1".getBytes(UTF_8));
    assertThat(reason(decode("{\"orderId\":\"%s\",\"reason\":0,\"detail\":\"\"}".formatted(ORDER))))
        .isEqualTo(DeadLetterReason.MALFORMED_PAYLOAD);
    headers.put(WireHeaders.TYPE, "parkade.inventory.reserve.v1".getBytes(UTF_8));
    assertThat(reason(decode("{\"orderId\":\"%s\",\"lines\":[null]}".formatted(ORDER))))
        .isEqualTo(DeadLetterReason.MALFORMED_PAYLOAD);
  }

  @Test
  void missingAndOversizedPayloadsArePoison() {
    assertThat(reason(codec.decode(headers::get, null))).isEqualTo(DeadLetterReason.NULL_PAYLOAD);
    assertThat(reason(codec.decode(headers::get, new byte[MessageCodec.MAX_PAYLOAD_BYTES + 1])))
        .isEqualTo(DeadLetterReason.OVERSIZED_PAYLOAD);
  }

  @Test
  void neverThrowsWhateverTheBytesAre() {
    var random = new Random(42);

    for (int i = 0; i < 20_000; i++) {
      byte[] mutated = payload.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      Map<String, byte[]> broken = new HashMap<>(headers);
      var names = headers.keySet().toArray(String[]::new);
      byte[] garbage = new byte[random.nextInt(40)];
      random.nextBytes(garbage);
      broken.put(names[random.nextInt(names.length)], garbage);

      assertThat(codec.decode(headers::get, mutated)).isNotNull();
      assertThat(codec.decode(broken::get, payload)).isNotNull();
    }
  }

  private void assertPoison(String header, String value, DeadLetterReason reason) {
    byte[] before = headers.get(header);
    if (value == null) {
      headers.remove(header);
    } else {
      headers.put(header, value.getBytes(UTF_8));
    }
    assertThat(reason(decode())).as(header + "=" + value).isEqualTo(reason);
    if (before == null) {
      headers.remove(header);
    } else {
      headers.put(header, before);
    }
  }

  private Decoded decode() {
    return codec.decode(headers::get, payload);
  }

  private Decoded decode(String text) {
    return codec.decode(headers::get, text.getBytes(UTF_8));
  }

  private static DeadLetterReason reason(Decoded decoded) {
    assertThat(decoded).isInstanceOf(Decoded.Poison.class);
    return ((Decoded.Poison) decoded).reason();
  }
}
