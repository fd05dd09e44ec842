package dev.parkade.order.streaming;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/// Writes the event stream format of the HTML standard. Nothing is sent before [#flush()].
final class EventWriter {

  private final OutputStream out;
  private final JsonMapper json;

  EventWriter(OutputStream out, JsonMapper json) {
    this.out = out;
    this.json = json;
  }

  /// How long a client shall wait until it connects again.
  void retry(Duration wait) throws IOException {
    write("retry: " + wait.toMillis() + "\n\n");
  }

  /// @param id what the client sends as `Last-Event-ID` when it connects again
  /// @param data written as JSON, which has no line ends
  void event(int id, String name, Object data) throws IOException {
    write("id: " + id + "\nevent: " + name + "\ndata: " + json.writeValueAsString(data) + "\n\n");
  }

  /// Something that clients ignore.
  void heartbeat() throws IOException {
    write(":\n\n");
    flush();
  }

  void flush() throws IOException {
    out.flush();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
