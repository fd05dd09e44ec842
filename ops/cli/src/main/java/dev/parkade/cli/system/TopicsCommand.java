package dev.parkade.cli.system;

import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.local.Infrastructure;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `parkade topics`: creates the topics of the catalogue that a cluster lacks, and brings the
/// configuration of the others up to date. Partition counts stay: changing one is a migration.
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description =
        "Creates the topics that are missing, as the catalogue wants them, and brings the"
            + " configuration of the others up to date. Replicas are the broker's default.",
    footerHeading = "%nExamples:%n",
    footer = {"  parkade topics", "  parkade topics --bootstrap-servers kafka:9092"})
public final class TopicsCommand implements Callable<Integer> {
  /// Brokers that have just been started do not know each other yet.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Terminal terminal;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9092",
      description = "The cluster. Default: ${DEFAULT-VALUE}")
  private String bootstrapServers = "";

  TopicsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    var created = provide();
    terminal.print(
        created.isEmpty()
            ? "all %d topics are there".formatted(Topics.ALL.size())
            : "created %d of %d topics: %s"
                .formatted(created.size(), Topics.ALL.size(), names(created)));
    return ExitCode.OK;
  }

  private List<Topic> provide() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return Infrastructure.provideTopics(bootstrapServers);
      } catch (IllegalStateException refused) {
        if (!passes(refused.getCause()) || System.nanoTime() > deadline) {
          throw refused;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private static boolean passes(@Nullable Throwable cause) {
    return cause instanceof RetriableException
        || cause instanceof InvalidReplicationFactorException;
  }

  private static String names(List<Topic> topics) {
    return topics.stream().map(Topic::name).collect(Collectors.joining(", "));
  }
}
