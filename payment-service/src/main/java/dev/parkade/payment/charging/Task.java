package dev.parkade.payment.charging;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.PaymentCommand;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One command that may be decided now.
///
/// @param customerActive whether its customer may pay
/// @param customerCommittedAt for a payment that waited: when its customer became known
/// @param undecided charges of its order that a provider may have taken although nobody has
///     recorded it: for a refund those it cancels, for a charge itself
public record Task(
    Message<PaymentCommand> command,
    Origin origin,
    boolean customerActive,
    @Nullable Instant customerCommittedAt,
    List<Undecided> undecided) {

  /// A charge that was sent to the provider without a definite answer.
  public record Undecided(MessageId key, Money amount) {}

  public Task {
    undecided = List.copyOf(undecided);
  }

  OrderId orderId() {
    return command.body().orderId();
  }
}
