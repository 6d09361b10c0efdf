package dev.valise.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A checkout with the real launcher in it, and around it a machine made of scripts: a Maven that
 * notes its calls and JDKs that print who they are and what they were called with.
 */
final class LauncherCheckout {

  private final Path folder;
  private final Map<String, String> environment = new TreeMap<>();

  LauncherCheckout(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(folder.resolve("checkout/.mvn"));
    Files.copy(Path.of(System.getProperty("basedir", "."), "../valise"), launcher());
    write(source(), "class A {}");
    write(folder.resolve("checkout/pom.xml"), "<project/>");
    write(folder.resolve("checkout/app/pom.xml"), "<project/>");
    maven("mkdir -p app/target && echo built > app/target/valise.jar");
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
  }

  /** Takes every program off the PATH but those that each Linux and macOS has. */
  void bareMachine() throws IOException {
    Files.delete(folder.resolve("bin/mvn"));
    for (String tool :
        List.of(
            "cat",
            "dirname",
            "env",
            "find",
            "grep",
            "head",
            "ln",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "rmdir",
            "sed",
            "sh",
            "sleep",
            "tail",
            "touch")) {
      // A script, since a link from here to there makes JUnit warn when it cleans up.
      Path program = Path.of("/usr/bin").resolve(tool);
      onPath(tool, "exec '%s' \"$@\"".formatted(Files.exists(program) ? program : "/bin/" + tool));
    }
    environment.put("PATH", folder.resolve("bin").toString());
  }

  /** Puts a script on the PATH of the launcher. */
  void onPath(String name, String script) throws IOException {
    executable(folder.resolve("bin").resolve(name), script);
  }

  Path launcher() {
    return folder.resolve("checkout/valise");
  }

  Path source() {
    return folder.resolve("checkout/app/src/main/java/A.java");
  }

  Path lock() {
    return folder.resolve("checkout/app/target/launcher/lock");
  }

  /** What Maven was called with, one call per line. */
  List<String> mavenCalls() throws IOException {
    Path calls = folder.resolve("maven-calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /** Replaces what Maven does after it has noted its call; it runs in the checkout. */
  void maven(String script) throws IOException {
    executable(
        folder.resolve("bin/mvn"), "echo \"$@\" >> '%s/maven-calls'\n%s".formatted(folder, script));
  }

  /** A JDK of this version in a folder below the test's own. */
  Path jdk(String place, String version) throws IOException {
    Path jdk = runtime(place, version);
    executable(jdk.resolve("bin/javac"), "exit 0");
    return jdk;
  }

  /** A JDK without its compiler. */
  Path runtime(String place, String version) throws IOException {
    Path home = folder.resolve(place);
    write(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
    executable(
        home.resolve("bin/java"),
        """
        for argument in "$@"; do
          case $argument in -XX:AOTCacheOutput=*) echo cache > "${argument#*=}"; exit 0 ;; esac
        done
        echo "JDK=%s"
        echo "CHROMIUM=${VALISE_CHROMIUM:-}"
        for argument in "$@"; do echo "[$argument]"; done
        exit 42
        """
            .formatted(home));
    return home;
  }

  /** Puts a program on the PATH of the launcher. */
  void onPath(String name, Path program) throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(folder.resolve("bin").resolve(name), program);
  }

  LauncherCheckout with(String variable, Object value) {
    environment.put(variable, value.toString());
    return this;
  }

  /** Starts the launcher; both of its outputs are one. */
  Process start(String... arguments) {
    return start(launcher(), arguments);
  }

  Process start(Path command, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(command.toString());
    builder.command().addAll(List.of(arguments));
    builder.redirectErrorStream(true).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Runs the launcher to its end and gives back what it printed. */
  String run(String... arguments) throws IOException {
    return start(arguments).inputReader().readAllAsString();
  }

  static void executable(Path file, String script) throws IOException {
    write(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
