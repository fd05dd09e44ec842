package dev.parkade.deadletters.custody;

/// Hears how far something has come, on the thread that does it, after every transaction.
@FunctionalInterface
public interface CustodyListener {

  /// @param done committed so far
  void done(long done);

  static CustodyListener silent() {
    return _ -> {};
  }
}
