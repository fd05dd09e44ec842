package dev.parkade.cli.demo;

/// What must still be done when somebody interrupts the command; forgotten when closed.
final class OnInterrupt implements AutoCloseable {
  private final Thread hook;

  OnInterrupt(Runnable task) {
    this.hook = new Thread(task, "on-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyShuttingDown) {
      // then it runs, which is what it is for
    }
  }
}
