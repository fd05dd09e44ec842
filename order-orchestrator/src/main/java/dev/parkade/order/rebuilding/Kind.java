package dev.parkade.order.rebuilding;

/// What can be done with the query side.
enum Kind {
  REBUILD,
  VERIFY
}
