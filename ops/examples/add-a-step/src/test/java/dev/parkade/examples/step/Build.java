package dev.parkade.examples.step;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// A copy of the sources with its classes, compiled and tested like the system itself, only without
/// Maven.
///
/// @param tree the sources, laid out as in the repository
/// @param classes directories of classes, the first of which is this copy's own
record Build(Path tree, List<Path> classes) {

  private static final List<Path> PARTS =
      List.of(
          Path.of("common-events/messages"),
          Path.of("order-orchestrator"),
          Path.of("shipping-service"));

  // the copy has its own messages, and nothing of this module is part of it
  private static final List<String> LIBRARIES =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(
              entry ->
                  !entry.matches(".*(parkade-messages-|/messages/target/|/add-a-step/target/).*"))
          .toList();

  /// Has the libraries open for every compilation, which takes longer than most of them.
  private static final StandardJavaFileManager FILES =
      ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null);

  private static final String SUCCESSFUL = " :: SUCCESSFUL";
  private static final String FAILED = " :: FAILED";

  /// An error of the compiler.
  record Error(String file, String message) {}

  /// What tests did.
  ///
  /// @param passed how many did
  /// @param failed those that did not, as `Class.method`
  record Result(long passed, Set<String> failed, String output) {}

  /// Compiles everything.
  List<Error> compileAll() {
    return compile(
        PARTS.stream().flatMap(part -> Sources.javaIn(tree.resolve(part)).stream()).toList());
  }

  /// Compiles the packages that these files belong to.
  List<Error> compilePackagesOf(Stream<Path> files) {
    return compile(
        files
            .filter(file -> file.toString().endsWith(".java"))
            .map(file -> tree.resolve(file).getParent())
            .distinct()
            .flatMap(directory -> Sources.javaIn(directory).stream())
            .distinct()
            .toList());
  }

  private List<Error> compile(List<Path> sources) {
    if (sources.isEmpty()) {
      return List.of();
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    var found = new DiagnosticCollector<JavaFileObject>();
    String path = path(Stream.concat(classes.stream().map(Path::toString), LIBRARIES.stream()));
    List<String> options =
        List.of(
            "--release",
            "25",
            "-proc:none",
            "-parameters",
            "-nowarn",
            "-Xmaxerrs",
            "1000",
            "-d",
            classes.getFirst().toString(),
            "-classpath",
            path);
    try {
      Files.createDirectories(classes.getFirst());
      // tests run side by side
      synchronized (FILES) {
        compiler
            .getTask(null, FILES, found, options, null, FILES.getJavaFileObjectsFromPaths(sources))
            .call();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(Build::error)
        .toList();
  }

  private static Error error(Diagnostic<? extends JavaFileObject> diagnostic) {
    var source = diagnostic.getSource();
    String file = source == null ? "" : Path.of(source.getName()).getFileName().toString();
    return new Error(file, diagnostic.getMessage(Locale.ENGLISH));
  }

  /// Runs test classes of one part in this JVM.
  Result test(Path part, List<String> testClasses) {
    var summary = new SummaryGeneratingListener();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (var own = new OwnClasses(testPath(part))) {
      thread.setContextClassLoader(own);
      var request =
          LauncherDiscoveryRequestBuilder.request()
              .configurationParameter("junit.jupiter.execution.parallel.enabled", "false");
      for (String name : testClasses) {
        request.selectors(DiscoverySelectors.selectClass(own.loadClass(name)));
      }
      LauncherFactory.create().execute(request.build(), summary);
    } catch (ClassNotFoundException | IOException e) {
      throw new IllegalStateException(e);
    } finally {
      thread.setContextClassLoader(before);
    }
    var text = new StringWriter();
    summary.getSummary().printFailuresTo(new PrintWriter(text));
    return new Result(
        summary.getSummary().getTestsSucceededCount(),
        summary.getSummary().getFailures().stream()
            .map(failure -> failure.getTestIdentifier().getSource().orElseThrow())
            .map(Build::nameOf)
            .collect(Collectors.toSet()),
        text.toString());
  }

  /// Runs test classes of one part in a JVM of their own, because they read files of their module
  /// or start a service. Their broker and database are processes: for a few tests, those start
  /// faster than containers do.
  ///
  /// @param tests classes, or methods as `Class#method`
  /// @param options for that JVM
  Result testApart(Path part, List<String> tests, String... options) {
    Path home = tree.resolve(part);
    Path output = tree.resolveSibling("output-" + part.getFileName() + ".txt");
    List<String> command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                Stream.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"),
                Stream.of("--enable-native-access=ALL-UNNAMED"),
                Stream.of("-Dparkade.test.environment=processes"),
                Stream.of(options),
                Stream.of("-cp", path(testPath(part))),
                Stream.of("org.junit.platform.console.ConsoleLauncher", "execute"),
                Stream.of("--disable-banner", "--disable-ansi-colors", "--details=testfeed"),
                tests.stream().map(Build::selected))
            .flatMap(arguments -> arguments)
            .toList();
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroy();
        throw new AssertionError("tests that do not end; see " + output);
      }
      String text = Files.readString(output);
      return new Result(count(text, SUCCESSFUL), failedIn(text), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String selected(String test) {
    return (test.contains("#") ? "--select-method=" : "--select-class=") + test;
  }

  private Stream<String> testPath(Path part) {
    Stream<Path> resources =
        Stream.of(part, PARTS.getFirst())
            .distinct()
            .flatMap(
                p -> Stream.of(p.resolve("src/main/resources"), p.resolve("src/test/resources")))
            .map(tree::resolve);
    return Stream.concat(
        Stream.concat(classes.stream(), resources).map(Path::toString), LIBRARIES.stream());
  }

  private static String path(Stream<String> entries) {
    return entries.collect(Collectors.joining(File.pathSeparator));
  }

  private static String nameOf(TestSource source) {
    return switch (source) {
      case MethodSource method -> simple(method.getClassName()) + "." + method.getMethodName();
      default -> source.toString();
    };
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  private static long count(String output, String ending) {
    return output.lines().filter(line -> line.endsWith(ending)).count();
  }

  /// A line of the feed: `JUnit Jupiter > RulesTest > aTest() > [1] x :: FAILED`.
  private static Set<String> failedIn(String output) {
    return output
        .lines()
        .filter(line -> line.endsWith(FAILED))
        .map(line -> line.replace(FAILED, "").split(" > "))
        .map(names -> names.length > 2 ? names[1] + "." + names[2] : String.join(".", names))
        .map(name -> name.replaceAll("[( ].*", ""))
        .collect(Collectors.toSet());
  }
}
