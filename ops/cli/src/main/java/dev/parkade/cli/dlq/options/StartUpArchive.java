package dev.parkade.cli.dlq.options;

import dev.parkade.deadletters.kafka.KafkaAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The archive of classes from which later runs start. The launcher says in `parkade.archive` that
/// this run writes one when it ends.
final class StartUpArchive {
  private StartUpArchive() {}

  /// Loads what this command did not need and others will, and says that the archive is worth
  /// keeping. Does nothing in a run that writes none.
  static void complete(KafkaAccess kafka) {
    @Nullable String archive = System.getProperty("parkade.archive");
    if (archive == null) {
      return;
    }
    // making clients asks the broker for nothing
    kafka.admin().close();
    kafka.producer("parkade-dlq-start-up").close();
    try {
      Files.createFile(Path.of(archive + ".ok"));
    } catch (IOException refused) {
      // then the next run writes another one
    }
  }
}
