package dev.parkade.customer.directory;

/// How an attempt to register, change or deactivate ended.
sealed interface Outcome {

  /// A new customer.
  record Registered(CustomerView customer) implements Outcome {}

  /// Another version of a known one.
  record Changed(CustomerView customer) implements Outcome {}

  /// It was so already: nothing was written and nobody is told.
  record Unchanged(CustomerView customer) implements Outcome {}

  /// There is no such customer.
  record Unknown() implements Outcome {}

  /// The request asked for another version than the current one, or for none at all.
  record Outdated(long currentVersion) implements Outcome {}

  /// The request would change something and does not say which version it means.
  record VersionNeeded(long currentVersion) implements Outcome {}
}
