package dev.parkade.order.saga;

/// Who acts on a saga, and why: kept in its history for good.
///
/// @param who a name or an address that colleagues recognise; nothing checks it
/// @param reason what a colleague will want to know who reads the history
public record Operator(String who, String reason) {

  /// @throws IllegalArgumentException if one of them is blank
  public Operator {
    if (who.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException("an operator has a name and a reason");
    }
  }
}
