package dev.parkade.e2e.dashboards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A dashboard as it stands in its file.
record Dashboard(String file, JsonNode json) {
  static final Path REPOSITORY =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../..").normalize();
  static final Path GRAFANA = REPOSITORY.resolve("ops/grafana");

  /// All of them, by name.
  static List<Dashboard> all() throws IOException {
    try (Stream<Path> files = Files.list(GRAFANA.resolve("dashboards"))) {
      return files.sorted().map(Dashboard::read).toList();
    }
  }

  private static Dashboard read(Path path) {
    try {
      var json = JsonMapper.shared().readTree(Files.readAllBytes(path));
      return new Dashboard(path.getFileName().toString(), json);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + path, e);
    }
  }

  String uid() {
    return json.path("uid").asString("");
  }

  String title() {
    return json.path("title").asString("");
  }

  /// What shows something: all panels but the rows that only separate them.
  List<Panel> panels() {
    return boxes().stream().filter(it -> !it.isRow()).toList();
  }

  /// Everything that takes room, rows included.
  List<Panel> boxes() {
    return json.path("panels").valueStream().map(Panel::new).toList();
  }

  List<JsonNode> variables() {
    return json.path("templating").path("list").valueStream().toList();
  }

  @Override
  public String toString() {
    return file;
  }

  /// A panel, as it stands in the file.
  record Panel(JsonNode json) {
    int id() {
      return json.path("id").asInt(0);
    }

    String title() {
      return json.path("title").asString("");
    }

    String description() {
      return json.path("description").asString("");
    }

    String type() {
      return json.path("type").asString("");
    }

    boolean isRow() {
      return type().equals("row");
    }

    String unit() {
      return defaults().path("unit").asString("");
    }

    JsonNode defaults() {
      return json.path("fieldConfig").path("defaults");
    }

    List<JsonNode> targets() {
      return json.path("targets").valueStream().toList();
    }

    /// The queries, with Grafana's variables in them.
    List<String> queries() {
      return targets().stream().map(it -> it.path("expr").asString("")).toList();
    }

    Box box() {
      JsonNode pos = json.path("gridPos");
      return new Box(
          pos.path("x").asInt(-1),
          pos.path("y").asInt(-1),
          pos.path("w").asInt(0),
          pos.path("h").asInt(0));
    }

    @Override
    public String toString() {
      return "panel " + id() + " (" + title() + ")";
    }
  }

  /// Where a panel is, in the 24 columns of Grafana's grid.
  record Box(int x, int y, int width, int height) {
    boolean isOnGrid() {
      return x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= 24;
    }

    boolean overlaps(Box other) {
      return x < other.x + other.width
          && other.x < x + width
          && y < other.y + other.height
          && other.y < y + height;
    }
  }
}
