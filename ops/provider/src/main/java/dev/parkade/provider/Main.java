package dev.parkade.provider;

import java.util.concurrent.CountDownLatch;

/// `java -jar parkade-provider-exec.jar [--port N] [--name NAME]`: runs a [ProviderSimulator] until
/// it is stopped. Its address goes to stdout, everything else to stderr. Exit codes: 0 stopped, 1
/// the port is taken, 2 usage.
public final class Main {

  private static final int DEFAULT_PORT = 8090;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    int port = DEFAULT_PORT;
    String name = "provider";
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      if (arguments[i].equals("--port") && value.matches("\\d{1,5}")) {
        port = Integer.parseInt(value);
      } else if (arguments[i].equals("--name") && value.matches("[a-z0-9-]{1,40}")) {
        name = value;
      } else {
        exit(2, "usage: [--port N] [--name NAME]; not understood: " + arguments[i] + " " + value);
      }
    }
    run(name, port);
  }

  private static void run(String name, int port) throws InterruptedException {
    // or small answers wait for the client's acknowledgement
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      ProviderSimulator simulator = ProviderSimulator.start(name, port);
      Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
      System.err.println(ProviderSimulator.NOTICE);
      System.out.println(simulator.uri());
    } catch (RuntimeException e) {
      exit(1, String.valueOf(e.getMessage()));
    }
    new CountDownLatch(1).await();
  }

  private static void exit(int code, String message) {
    System.err.println(message);
    System.exit(code);
  }
}
