package dev.parkade.bench;

/// One way to deal with a payment that comes before its customer.
interface Contender {
  /// As `--contenders` calls it.
  String name();

  /// How it is set up, and after which documentation.
  String setUp();

  /// Starts it on its own topics and database. It need not be ready when this returns.
  Running start(Lane lane);

  /// Whether it is Parkade, which has its own topics and tables.
  default boolean isOurs() {
    return false;
  }

  /// A contender at work, until it is closed.
  interface Running extends AutoCloseable {
    /// What was set aside so far.
    SetAside setAside();

    /// Payments that it gave up.
    default long givenUp() {
      return 0;
    }

    /// Commands whose effects it repeated, where rows cannot show that.
    default long doubled() {
      return 0;
    }

    @Override
    void close();
  }

  /// Commands that had to wait, and how many records or rows were written for that.
  ///
  /// @param what is counted, or why nothing is
  record SetAside(long commands, long writes, String what) {}
}
