package dev.parkade.deadletters.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An external command that transforms. It gets one JSON document a line on its standard
/// input, `{"id":…,"headers":{…},"payload":…}`, and answers each with one line on its
/// standard output: `{"payload":…}` or `{"headers":{…},"payload":…}` for another message (a
/// header that is null goes away), `{"unchanged":true}`, or `{"reject":"why"}`. A payload
/// that is JSON comes and goes as JSON, any other as a text. `jq -c --unbuffered` is such a
/// command.
///
/// It is started once and goes on. A message on which it ends, is silent for too long or
/// talks nonsense is rejected, and it is started again for the next one; if it fails on
/// several in a row it is given up. Not thread-safe.
public final class CommandTransform implements Transform {

  private static final int MAX_FAILURES = 5;

  private final List<String> command;
  private final Duration timeLimit;
  private @Nullable CommandProcess process;
  private int failures;

  /// @param command the program and its arguments; no shell is involved
  /// @param timeLimit for one message
  public CommandTransform(List<String> command, Duration timeLimit) {
    this.command = List.copyOf(command);
    this.timeLimit = timeLimit;
  }

  @Override
  public String name() {
    return String.join(" ", command);
  }

  @Override
  public List<Output> apply(List<Input> inputs) {
    List<Output> outputs = new ArrayList<>(inputs.size());
    while (outputs.size() < inputs.size()) {
      List<Input> rest = inputs.subList(outputs.size(), inputs.size());
      String broken = talk(rest, outputs);
      if (broken != null) {
        close();
        outputs.add(new Rejected(broken));
        if (++failures >= MAX_FAILURES) {
          throw new TransformFailed(
              "the transformation %s failed on %d messages in a row, at last: %s"
                  .formatted(name(), failures, broken),
              null);
        }
      }
    }
    return outputs;
  }

  /// Sends all, and reads the answers until it has them or something breaks.
  ///
  /// @return what broke at the first message without an answer; null if all have one
  private @Nullable String talk(List<Input> inputs, List<Output> outputs) {
    CommandProcess talking = running();
    talking.write(inputs.stream().map(CommandJson::line).toList());
    for (int i = 0; i < inputs.size(); i++) {
      switch (talking.readLine(timeLimit)) {
        case CommandProcess.Line(byte[] line) -> {
          outputs.add(CommandJson.output(new String(line, UTF_8)));
          failures = 0;
        }
        case CommandProcess.Ended(String how) -> {
          return "the transformation ended: " + how;
        }
        case CommandProcess.Silent silent -> {
          return "the transformation gave no answer within %d ms".formatted(timeLimit.toMillis());
        }
      }
    }
    return null;
  }

  private CommandProcess running() {
    CommandProcess running = process;
    if (running == null) {
      try {
        running = CommandProcess.start(command);
      } catch (IOException e) {
        throw new TransformFailed(
            "the transformation %s cannot be started: %s".formatted(name(), e.getMessage()), e);
      }
      process = running;
    }
    return running;
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
      process = null;
    }
  }
}
