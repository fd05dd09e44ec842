package dev.parkade.payment.customers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.wire.WireHeaders;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// Reads customer events as customer-service writes them, several times as fast as the codec: for
/// the replay of millions. Accepts nothing that the codec would refuse, and understands it as the
/// codec would; whatever is written in any other way, it leaves to the codec.
public final class CustomerScan {

  private static final int LONGEST = 8 * 1024;
  private static final byte[] VERSION_ONE = ascii("1.0");
  private static final List<byte[]> TYPES =
      List.of(
          ascii("parkade.customer.registered.v1"),
          ascii("parkade.customer.changed.v1"),
          ascii("parkade.customer.deactivated.v1"));

  private static final byte[] BEFORE_ID = ascii("{\"customerId\":\"");
  private static final byte[] BEFORE_NAME = ascii(",\"name\":\"");
  private static final byte[] BEFORE_EMAIL = ascii(",\"email\":\"");
  private static final byte[] BEFORE_VERSION = ascii(",\"version\":");
  private static final byte[] ACTIVE = ascii(",\"status\":\"ACTIVE\"");
  private static final byte[] INACTIVE = ascii(",\"status\":\"INACTIVE\"");

  private final byte[] json;
  private int at;

  private CustomerScan(byte[] json) {
    this.json = json;
  }

  /// Takes the event in; false, and nothing done, if the codec has to be asked.
  public static boolean apply(ConsumerRecord<String, byte[]> record, KnownCustomers known) {
    byte[] json = record.value();
    return json != null
        && record.key() != null
        && json.length <= LONGEST
        && hasPlainEnvelope(record)
        && new CustomerScan(json).body(record.key(), known);
  }

  private boolean body(String key, KnownCustomers known) {
    if (!takes(BEFORE_ID) || !takesId(key) || !takes(BEFORE_NAME) || !takesText()) {
      return false;
    }
    if (!takes(BEFORE_EMAIL) || !takesText()) {
      return false;
    }
    boolean active = takes(ACTIVE);
    if (!active && !takes(INACTIVE) || !takes(BEFORE_VERSION)) {
      return false;
    }
    int digits = at;
    long version = number();
    boolean plain = at > digits && at - digits <= 18 && (json[digits] != '0' || at == digits + 1);
    if (!plain || at != json.length - 1 || json[at] != '}') {
      return false;
    }
    known.apply(key, version, active ? CustomerStatus.ACTIVE : CustomerStatus.INACTIVE);
    return true;
  }

  private boolean takes(byte[] literal) {
    int end = at + literal.length;
    if (end > json.length || !Arrays.equals(json, at, end, literal, 0, literal.length)) {
      return false;
    }
    at = end;
    return true;
  }

  /// The record's key, if that is a customer id, and the quote behind it.
  private boolean takesId(String key) {
    int length = key.length();
    if (length == 0 || length > 64 || at + length >= json.length || json[at + length] != '"') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = key.charAt(i);
      if (json[at + i] != c || !isIdCharacter(c)) {
        return false;
      }
    }
    at += length + 1;
    return true;
  }

  private static boolean isIdCharacter(char c) {
    return c >= 'a' && c <= 'z'
        || c >= '0' && c <= '9'
        || c >= 'A' && c <= 'Z'
        || c == '-'
        || c == '.'
        || c == '_'
        || c == ':';
  }

  /// A string of ASCII characters without escapes, and the quote behind it.
  private boolean takesText() {
    while (at < json.length && isPrintable(json[at]) && json[at] != '\\') {
      if (json[at++] == '"') {
        return true;
      }
    }
    return false;
  }

  private long number() {
    long number = 0;
    while (at < json.length && isDigit(json[at])) {
      number = number * 10 + (json[at++] - '0');
    }
    return number;
  }

  private static boolean hasPlainEnvelope(ConsumerRecord<String, byte[]> record) {
    byte[] none = {};
    byte[] specVersion = none;
    byte[] id = none;
    byte[] type = none;
    byte[] source = none;
    byte[] subject = none;
    byte[] time = none;
    byte[] correlation = none;
    for (Header header : record.headers()) {
      byte[] value = header.value() == null ? none : header.value();
      switch (header.key()) {
        // of several headers of one name the last one counts
        case WireHeaders.SPEC_VERSION -> specVersion = value;
        case WireHeaders.ID -> id = value;
        case WireHeaders.TYPE -> type = value;
        case WireHeaders.SOURCE -> source = value;
        case WireHeaders.SUBJECT -> subject = value;
        case WireHeaders.TIME -> time = value;
        case WireHeaders.CORRELATION_ID -> correlation = value;
        case WireHeaders.CONTENT_TYPE -> {}
        // optional ones, and those of others
        default -> {
          if (header.key().equals(WireHeaders.CAUSATION_ID) ? !isUuid(value) : !isText(value)) {
            return false;
          }
        }
      }
    }
    return Arrays.equals(specVersion, VERSION_ONE)
        && isUuid(id)
        && isOneOf(TYPES, type)
        && isText(source)
        && isText(subject)
        && isUtcTime(time)
        && isText(correlation);
  }

  private static boolean isOneOf(List<byte[]> texts, byte[] value) {
    for (byte[] text : texts) {
      if (Arrays.equals(text, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUuid(byte[] value) {
    return value.length == 36 && CanonicalUuid.matches(new String(value, US_ASCII));
  }

  private static boolean isText(byte[] value) {
    for (byte b : value) {
      if (!isPrintable(b)) {
        return false;
      }
    }
    return value.length > 0 && value.length <= 256;
  }

  /// `2026-01-31T23:59:59.123456Z`, with or without a fraction. The last days of a month are left
  /// to those who know calendars.
  private static boolean isUtcTime(byte[] value) {
    if (value.length < 20 || value.length > 30 || value[value.length - 1] != 'Z') {
      return false;
    }
    boolean fraction = value.length > 20;
    return isBetween(value, 0, 19, 21)
        && isBetween(value, 2, 0, 99)
        && value[4] == '-'
        && isBetween(value, 5, 1, 12)
        && value[7] == '-'
        && isBetween(value, 8, 1, 28)
        && value[10] == 'T'
        && isBetween(value, 11, 0, 23)
        && value[13] == ':'
        && isBetween(value, 14, 0, 59)
        && value[16] == ':'
        && isBetween(value, 17, 0, 59)
        && (!fraction || value[19] == '.' && value.length > 21 && areDigits(value, 20));
  }

  private static boolean isBetween(byte[] value, int at, int least, int most) {
    int number = 10 * (value[at] - '0') + value[at + 1] - '0';
    return isDigit(value[at]) && isDigit(value[at + 1]) && number >= least && number <= most;
  }

  private static boolean areDigits(byte[] value, int from) {
    for (int i = from; i < value.length - 1; i++) {
      if (!isDigit(value[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isPrintable(byte b) {
    return b >= ' ' && b <= '~';
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
