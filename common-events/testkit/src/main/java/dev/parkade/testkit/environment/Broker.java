package dev.parkade.testkit.environment;

/// A Kafka broker in the hands of a test: whether it is a process or a container, it keeps its
/// address and its data over [#kill()] and [#restart()]. Topics are never created by themselves.
public interface Broker extends AutoCloseable {

  /// Host and port for clients, the same as long as it exists.
  String bootstrapServers();

  /// SIGKILL, as in a crash: returns when it is gone. Works on a frozen one as well.
  void kill();

  /// Starts it after [#kill()] and waits until it answers.
  void restart();

  /// SIGSTOP: it takes connections and requests and answers none.
  void freeze();

  /// SIGCONT: it goes on where [#freeze()] left it.
  void thaw();

  /// Ends it and deletes its data.
  @Override
  void close();
}
