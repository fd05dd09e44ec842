package dev.parkade.deadletters.selection;

import dev.parkade.messages.customer.CustomerStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What of a customer event decides whether its customer may pay.
///
/// @param version of two events about one customer, the higher one is newer
record CustomerFacts(boolean active, long version) {

  private static final JsonFactory JSON = new JsonFactory();

  /// Empty if the event does not say both: payment-service sets such events aside, too.
  static Optional<CustomerFacts> read(byte[] payload) {
    @Nullable String status = null;
    long version = -1;
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), payload)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      for (String member = in.nextName(); member != null; member = in.nextName()) {
        JsonToken value = in.nextToken();
        if (member.equals("status") && value == JsonToken.VALUE_STRING) {
          status = in.getString();
        } else if (member.equals("version") && value == JsonToken.VALUE_NUMBER_INT) {
          version = in.getLongValue();
        } else {
          in.skipChildren();
        }
      }
    } catch (JacksonException e) {
      return Optional.empty();
    }
    boolean active = CustomerStatus.ACTIVE.name().equals(status);
    return version >= 0 && (active || CustomerStatus.INACTIVE.name().equals(status))
        ? Optional.of(new CustomerFacts(active, version))
        : Optional.empty();
  }
}
