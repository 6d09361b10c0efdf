package dev.valise.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM of its own with the classes of the tests, for what this one cannot be: small, or weak. */
public final class ForkedJvm {
  private static final String NOBODY = "65534";
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final List<String> prefix;
  private final List<String> options;
  private final String classPath;

  private ForkedJvm(List<String> prefix, List<String> options) {
    this(prefix, options, System.getProperty("java.class.path"));
  }

  private ForkedJvm(List<String> prefix, List<String> options, String classPath) {
    this.prefix = List.copyOf(prefix);
    this.options = List.copyOf(options);
    this.classPath = classPath;
  }

  public static ForkedJvm with(String... options) {
    return new ForkedJvm(List.of(), List.of(options));
  }

  /**
   * One to which the modes of files mean what they say, also when this process is root's: without
   * the capabilities that let root read and write everything (capabilities(7)).
   */
  public static ForkedJvm boundByModes() {
    String overrides = "-dac_override,-dac_read_search";
    boolean root = System.getProperty("user.name").equals("root");
    return new ForkedJvm(
        root
            ? List.of("setpriv", "--bounding-set=" + overrides, "--inh-caps=" + overrides)
            : List.of(),
        List.of());
  }

  /**
   * One of a user without privileges, when this process is root's.
   *
   * @param folder for what that user must be able to read
   */
  public static ForkedJvm ofNormalUser(Path folder) throws IOException, InterruptedException {
    if (!System.getProperty("user.name").equals("root")) {
      return new ForkedJvm(List.of(), List.of(), System.getProperty("java.class.path"));
    }
    // Class path and temporary folder may lie where only root can go.
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path copy = folder.resolve(copies.size() + "-" + Path.of(entry).getFileName());
      Shell.run(folder, "cp -rL '%s' '%s'".formatted(entry, copy));
      copies.add(copy.toString());
    }
    Shell.run(folder, "chmod -R a+rX . && mkdir -m 1777 home");
    String home = folder.resolve("home").toString();
    return new ForkedJvm(
        List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"),
        List.of("-Duser.home=" + home),
        String.join(File.pathSeparator, copies));
  }

  /**
   * The same behind a command that becomes the one after it, in namespaces of its own perhaps.
   *
   * @param command run by the user that this one is of
   */
  public ForkedJvm behind(List<String> command) {
    List<String> both = new ArrayList<>(prefix);
    both.addAll(command);
    return new ForkedJvm(both, options, classPath);
  }

  /**
   * Runs a class's main method; fails when that does, or takes longer than it may. Returns what it
   * printed.
   */
  public String run(Class<?> main, String... arguments) throws IOException, InterruptedException {
    // Not a pipe: what outlives the process would keep it open, and no interruption ends a read.
    Path output = Files.createTempFile("forked", ".out");
    try {
      Process process =
          builder(main, arguments)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      boolean ended;
      try {
        ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      } finally {
        endWithFamily(process);
      }
      String printed = Files.readString(output);
      assertThat(ended).as("ends within %s: %s", LIMIT, printed).isTrue();
      assertThat(process.exitValue()).as(printed).isZero();
      return printed;
    } finally {
      Files.delete(output);
    }
  }

  /** What still runs is killed, after each JVM among it said what its threads wait for. */
  private static void endWithFamily(Process process) throws IOException, InterruptedException {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> family =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    for (ProcessHandle member : family) {
      if (member.info().command().orElse("").endsWith("/java")) {
        new ProcessBuilder("kill", "-QUIT", "" + member.pid()).inheritIO().start().waitFor();
      }
    }
    // A dump of threads has no end that could be waited for.
    process.waitFor(2, TimeUnit.SECONDS);
    family.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
  }

  /** Starts a class's main method; what it says of errors is shown. */
  public Process start(Class<?> main, String... arguments) throws IOException {
    return builder(main, arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private ProcessBuilder builder(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }
}
