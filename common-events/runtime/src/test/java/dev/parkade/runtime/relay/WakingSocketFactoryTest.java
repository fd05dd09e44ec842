package dev.parkade.runtime.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WakingSocketFactoryTest {

  private ServerSocket server;
  private Socket reader;
  private Socket writer;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    reader =
        new WakingSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort());
    writer = server.accept();
    reader.setSoTimeout(5_000);
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
    writer.close();
    server.close();
  }

  @Test
  void saysThatNothingIsThereAfterAMoment() throws IOException {
    assertThat(reader.getInputStream().available()).isZero();
    assertThat(reader.getSoTimeout()).isEqualTo(5_000);
  }

  @Test
  void keepsTheByteThatEndedTheWait() throws IOException {
    var in = reader.getInputStream();

    write("parked");
    while (in.available() == 0) {
      // the bytes are on their way through the loopback interface
    }

    assertThat(new String(in.readNBytes(6), StandardCharsets.US_ASCII)).isEqualTo("parked");
    assertThat(in.available()).isZero();
  }

  @Test
  void readsSingleBytesInOrderBetweenQuestions() throws IOException {
    var in = reader.getInputStream();
    write("abc");

    var read = new StringBuilder();
    while (read.length() < 3) {
      if (in.available() > 0) {
        read.append((char) in.read());
      }
    }

    assertThat(read).hasToString("abc");
  }

  @Test
  void neverWaitsForMoreThanItPromised() throws IOException {
    var in = reader.getInputStream();
    write("a");
    while (in.available() == 0) {
      // the byte is on its way through the loopback interface
    }

    int count = in.read(new byte[100]);

    assertThat(count).isEqualTo(1);
  }

  @Test
  void leavesTheEndOfTheStreamToRead() throws IOException {
    var in = reader.getInputStream();

    writer.close();

    assertThat(in.available()).isZero();
    assertThat(in.read()).isEqualTo(-1);
  }

  private void write(String text) throws IOException {
    writer.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    writer.getOutputStream().flush();
  }
}
