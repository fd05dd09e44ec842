package dev.parkade.provider;

import com.sun.net.httpserver.HttpServer;
import dev.parkade.provider.Behaviour.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A simulated payment provider: JSON over HTTP on the loopback interface. **No money moves.**
///
/// | request | answer |
/// |---|---|
/// | `POST /charges` with `Idempotency-Key` | 201/200 taken now/before, 402, 409 voided |
/// | `GET /charges/{key}` | 200 what became of it, 404 not decided (yet) |
/// | `PUT /charges/{key}/void` | 200: what was not decided is `VOIDED` for good |
/// | `POST /refunds` with `Idempotency-Key` | 201/200 `moneyReturned`; unknown charges are voided |
/// | `GET /refunds/{key}` | 200, or 404 |
/// | `GET`, `PUT /behaviour` | how it behaves ([Behaviour]) |
/// | `GET /ledger` | everything it has taken and given back, and which behaviours happened |
///
/// A 503 with the code `unavailable-before-work` is a promise that nothing was done. Amounts that
/// end in 13 are declined. The ledger is in memory and does not outlive the process.
public final class ProviderSimulator implements AutoCloseable {

  static final String NOTICE = "This payment provider is a SIMULATOR: no money moves.";

  private final Ledger ledger;
  private final Faults faults = new Faults();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  private ProviderSimulator(String name, HttpServer server) {
    this.ledger = new Ledger(name);
    this.server = server;
    server.createContext("/", new Api(name, ledger, faults, closing));
    server.setExecutor(threads);
    server.start();
  }

  /// Starts one on the loopback interface.
  ///
  /// @param name goes before its numbers
  /// @param port 0: a free one
  public static ProviderSimulator start(String name, int port) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      return new ProviderSimulator(name, HttpServer.create(address, 0));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port + ": " + e.getMessage(), e);
    }
  }

  /// Where it listens.
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// The same as `PUT /behaviour`.
  public void behave(Behaviour behaviour) {
    faults.set(behaviour);
  }

  /// How many requests were treated in this way.
  public int happened(Mode mode) {
    return faults.happened().getOrDefault(mode, 0);
  }

  /// How many requests were treated in which way.
  public Map<Mode, Integer> happened() {
    return faults.happened();
  }

  /// What became of a charge; empty if it was not decided.
  public Optional<Charge> charge(String key) {
    return ledger.charge(key);
  }

  public List<Charge> charges() {
    return ledger.charges();
  }

  public List<Refund> refunds() {
    return ledger.refunds();
  }

  /// Stops at once; requests that wait are cut.
  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
