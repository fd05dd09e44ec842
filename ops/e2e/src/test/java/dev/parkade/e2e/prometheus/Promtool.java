package dev.parkade.e2e.prometheus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `promtool` of the same image as [PrometheusServer]. Needs Docker: see [Docker#required(String)].
public final class Promtool {
  private Promtool() {}

  /// Runs it in a container that sees this folder as its working directory, read only.
  ///
  /// @param arguments with paths relative to the folder, for example `check`, `rules`, `x.yml`
  public static Docker.Ended run(Path folder, List<String> arguments) {
    var run = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
    run.addAll(List.of("--volume", folder.toAbsolutePath() + ":/work:ro", "--workdir", "/work"));
    // whoever owns the folder may have kept it to himself
    run.addAll(List.of("--user", "0:0", "--entrypoint", "promtool", PrometheusServer.IMAGE));
    run.addAll(arguments);
    return Docker.run(run);
  }
}
