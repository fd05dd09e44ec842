package dev.parkade.deadletters.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// A process that reads lines and writes lines, each way on a thread of its own, so that
/// neither waits for the other's pipe.
final class CommandProcess implements AutoCloseable {

  /// What comes from it.
  sealed interface Said {}

  @SuppressWarnings("ArrayRecordComponent") // bytes of one line, never compared
  record Line(byte[] bytes) implements Said {}

  /// @param how for people
  record Ended(String how) implements Said {}

  /// Nothing in time.
  record Silent() implements Said {}

  private static final int MAX_LINE = 4 * 1024 * 1024;
  private static final int MAX_ERROR = 500;

  private final Process process;
  private final BlockingQueue<Said> said = new ArrayBlockingQueue<>(64);
  private final BlockingQueue<List<String>> toSay = new ArrayBlockingQueue<>(2);
  private final Thread writer;
  private final Thread reader;
  private final Thread complaints;
  private volatile String complaint = "";

  private CommandProcess(Process process) {
    this.process = process;
    this.complaints = Thread.ofVirtual().start(this::hearComplaints);
    this.writer = Thread.ofVirtual().start(this::say);
    // the last one: at the end it waits for the complaints, and the command may have ended by now
    this.reader = Thread.ofVirtual().start(this::listen);
  }

  static CommandProcess start(List<String> command) throws IOException {
    return new CommandProcess(new ProcessBuilder(command).start());
  }

  /// Has these lines written while answers are read.
  void write(List<String> lines) {
    try {
      toSay.put(lines);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransformFailed("interrupted while a transformation was asked", e);
    }
  }

  /// The next line, or why there is none.
  Said readLine(Duration limit) {
    try {
      Said next = said.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
      return next == null ? new Silent() : next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransformFailed("interrupted while a transformation was waited for", e);
    }
  }

  private void say() {
    try (OutputStream out = process.getOutputStream()) {
      while (true) {
        for (String line : toSay.take()) {
          out.write(line.getBytes(UTF_8));
          out.write('\n');
        }
        out.flush();
      }
    } catch (IOException e) {
      // it does not listen any more: the reader says how it ended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
    try {
      try (InputStream in = process.getInputStream()) {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && line.size() <= MAX_LINE; b = in.read()) {
          if (b == '\n') {
            said.put(new Line(line.toByteArray()));
            line.reset();
          } else {
            line.write(b);
          }
        }
        if (line.size() > MAX_LINE) {
          said.put(new Ended("it wrote a line of more than " + MAX_LINE + " bytes"));
          return;
        }
      } catch (IOException e) {
        // ended as well
      }
      int code = process.waitFor();
      complaints.join(Duration.ofSeconds(1));
      said.put(new Ended("exit code %d %s".formatted(code, complaint).strip()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hearComplaints() {
    try (var in = process.errorReader(UTF_8)) {
      char[] some = new char[MAX_ERROR];
      for (int read = in.read(some); read > 0; read = in.read(some)) {
        String all = complaint + new String(some, 0, read).replaceAll("\\p{Cntrl}+", " ");
        complaint = all.substring(Math.max(0, all.length() - MAX_ERROR));
      }
    } catch (IOException e) {
      // nothing more is said
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    writer.interrupt();
    reader.interrupt();
  }
}
