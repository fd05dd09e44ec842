package dev.parkade.testkit.environment;

import dev.parkade.local.PostgresAccess;
import dev.parkade.local.PostgresServer;
import dev.parkade.local.PostgresSettings;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// A PostgreSQL server in a container of the image `postgres`.
final class ContainerDatabase implements DatabaseServer {
  private static final int EXPOSED = 5432;

  private final PostgresAccess access;
  private final ServerContainer container;

  ContainerDatabase(String image, Published published) {
    this.access = new PostgresAccess(published.host(), published.port());
    var command = new ArrayList<>(List.of("postgres"));
    command.addAll(PostgresSettings.asOptions(PostgresSettings.common()));
    this.container =
        ServerContainer.start(
            new PostgreSQLContainer(image)
                .withUsername(PostgresServer.SUPERUSER)
                .withPassword(PostgresServer.SUPERUSER_PASSWORD)
                .withDatabaseName(PostgresServer.SUPERUSER)
                .withEnv(
                    "POSTGRES_INITDB_ARGS", String.join(" ", PostgresSettings.initialisation()))
                .withCommand(command.toArray(String[]::new)),
            published,
            EXPOSED,
            access::answers);
  }

  @Override
  public PostgresAccess access() {
    return access;
  }

  @Override
  public void kill() {
    container.kill();
  }

  @Override
  public void restart() {
    container.restart();
  }

  @Override
  public void close() {
    container.remove();
  }
}
