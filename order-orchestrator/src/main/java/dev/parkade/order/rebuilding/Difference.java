package dev.parkade.order.rebuilding;

/// Something that is not as the history says.
///
/// @param where what differs
/// @param id of the order or of the customer
/// @param detail both sides, for people
record Difference(Where where, String id, String detail) {

  /// What was compared with the history.
  enum Where {
    /// An order as clients read it; a rebuild mends it.
    ORDER_VIEW,
    /// The timeline of an order; a rebuild mends it.
    ORDER_TIMELINE,
    /// The orders of a customer in numbers; a rebuild mends them.
    CUSTOMER_SUMMARY,
    /// The row that runs the saga: a rebuild does not touch it, so a person must look at it.
    SAGA,
    /// An order whose history does not say how it began: its saga's row was taken for it.
    HISTORY
  }
}
