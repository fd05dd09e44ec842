package dev.parkade.testkit.environment;

/// Which servers the tests of this JVM run on, and why.
record Choice(Servers servers, String reason) {
  /// A system property, also of Maven's command line: `auto`, `containers` or `processes`.
  static final String PROPERTY = "parkade.test.environment";

  /// What prepares containers.
  interface Preparation {
    Servers prepare() throws Docker.Missing;
  }

  /// Containers where Docker can have them, processes elsewhere, unless somebody insists.
  static Choice of(String wanted, Preparation containers) {
    return switch (wanted) {
      case "processes" -> processes(PROPERTY + " says so");
      case "containers" -> {
        try {
          yield new Choice(containers.prepare(), PROPERTY + " says so");
        } catch (Docker.Missing missing) {
          throw new IllegalStateException(
              "%s=containers, but: %s. Mend that, or take processes or auto."
                  .formatted(PROPERTY, missing.getMessage()));
        }
      }
      case "auto" -> {
        try {
          yield new Choice(containers.prepare(), "Docker answers");
        } catch (Docker.Missing missing) {
          yield processes(missing.getMessage());
        }
      }
      default ->
          throw new IllegalArgumentException(
              "%s is auto, containers or processes, not %s".formatted(PROPERTY, wanted));
    };
  }

  private static Choice processes(String reason) {
    return new Choice(new Processes(), reason);
  }

  @Override
  public String toString() {
    return "integration tests run on " + servers + ": " + reason;
  }
}
