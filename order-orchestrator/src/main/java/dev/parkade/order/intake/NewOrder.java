package dev.parkade.order.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.order.saga.Line;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// An order that a customer wants to place, checked.
record NewOrder(CustomerId customerId, List<Line> lines) {

  NewOrder {
    lines = List.copyOf(lines);
  }

  static NewOrder of(OrderRequest request) {
    List<Line> lines =
        requireNonNull(request.lines()).stream()
            .map(line -> requireNonNull(line))
            .map(l -> new Line(requireNonNull(l.sku()), requireNonNull(l.quantity()), null))
            .toList();
    return new NewOrder(requireNonNull(request.customerId()), lines);
  }

  /// Two requests with the same fingerprint ask for the same: SHA-256 of the meaning, so that
  /// white space and the order of fields do not matter.
  byte[] fingerprint() {
    // ids have neither white space nor line ends in them, so this text has one reading only
    var meaning = new StringBuilder(customerId.text());
    lines.forEach(
        line -> meaning.append('\n').append(line.sku()).append(' ').append(line.quantity()));
    try {
      return MessageDigest.getInstance("SHA-256").digest(meaning.toString().getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
