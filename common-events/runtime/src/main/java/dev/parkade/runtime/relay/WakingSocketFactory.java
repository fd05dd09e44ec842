package dev.parkade.runtime.relay;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// Sockets whose `available()` waits a moment for the first byte instead of answering *nothing* at
/// once. Given to the PostgreSQL driver (`socketFactory`) for the replication stream.
///
/// Debezium asks the stream whether something is there and sleeps a timer's tick if not, so a row
/// waits for the timer, and an idle relay wakes a thousand times a second. With these sockets the
/// row itself wakes the reader. Under TLS the driver reads through another socket, and the timer
/// remains.
public final class WakingSocketFactory extends SocketFactory {

  /// The driver holds its lock while it asks, and who confirms a position waits for that lock, so
  /// this bounds what a confirmation may cost.
  private static final int LONGEST_WAIT_MILLIS = 20;

  /// For the PostgreSQL driver.
  public WakingSocketFactory() {}

  @Override
  public Socket createSocket() {
    return new WakingSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(
        new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(
        new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
  }

  private static Socket connected(InetSocketAddress remote, @Nullable InetSocketAddress local)
      throws IOException {
    var socket = new WakingSocket();
    try {
      if (local != null) {
        socket.bind(local);
      }
      socket.connect(remote);
      return socket;
    } catch (IOException refused) {
      socket.close();
      throw refused;
    }
  }

  private static final class WakingSocket extends Socket {
    @Override
    public InputStream getInputStream() throws IOException {
      return new WakingStream(this, super.getInputStream());
    }
  }

  /// Holds at most one byte, the one that ended the wait.
  private static final class WakingStream extends FilterInputStream {
    private static final int NONE = -1;

    private final Socket socket;
    private int held = NONE;

    WakingStream(Socket socket, InputStream in) {
      super(in);
      this.socket = socket;
    }

    @Override
    public int available() throws IOException {
      if (held == NONE) {
        int there = in.available();
        if (there > 0) {
          return there;
        }
        held = firstByte();
      }
      return held == NONE ? 0 : 1 + in.available();
    }

    private int firstByte() throws IOException {
      int before = socket.getSoTimeout();
      socket.setSoTimeout(LONGEST_WAIT_MILLIS);
      try {
        // the end of the stream is for read to tell
        return in.read();
      } catch (SocketTimeoutException nothing) {
        return NONE;
      } finally {
        socket.setSoTimeout(before);
      }
    }

    @Override
    public int read() throws IOException {
      if (held == NONE) {
        return in.read();
      }
      int first = held;
      held = NONE;
      return first;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (held == NONE || length == 0) {
        return in.read(target, offset, length);
      }
      target[offset] = (byte) held;
      held = NONE;
      // never wait for more than was promised
      int more = Math.min(length - 1, in.available());
      return more <= 0 ? 1 : 1 + Math.max(0, in.read(target, offset + 1, more));
    }

    @Override
    public long skip(long count) throws IOException {
      if (held == NONE || count <= 0) {
        return in.skip(count);
      }
      held = NONE;
      return 1 + in.skip(count - 1);
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
