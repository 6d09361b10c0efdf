package dev.valise.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code demo} as a process of its own, from the packaged jar, with a real Chromium. */
class DemoIT {

  private final Path temporary;
  private final Path output;

  DemoIT(@TempDir Path folder) throws IOException {
    temporary = Files.createDirectory(folder.resolve("tmp"));
    output = folder.resolve("output");
  }

  private Process demo(String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.io.tmpdir=" + temporary,
            "-jar",
            Path.of(System.getProperty("basedir", "."), "target/valise.jar").toString(),
            "demo");
    builder.command().addAll(List.of(arguments));
    return builder.redirectError(output.toFile()).start();
  }

  private List<String> foldersLeft() throws IOException {
    try (Stream<Path> entries = Files.list(temporary)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.startsWith("valise-demo-"))
          .toList();
    }
  }

  @Test
  void isLoggedInAgain() throws Exception {
    Process demo = demo();
    String shown = demo.inputReader().readAllAsString();

    assertThat(demo.waitFor()).as(shown + Files.readString(output)).isZero();
    assertThat(shown)
        .contains("not logged in")
        .contains(
            """
              session cookie      absent        present      present
              persistent cookie   absent        present      present
              localStorage token  absent        present      present
              IndexedDB record    absent        present      present
            """
                .indent(0));
    assertThat(foldersLeft()).isEmpty();
  }

  @Test
  void cleansUpWhenItIsToldToStop() throws Exception {
    Process demo = demo();
    assertThat(demo.inputReader().readLine()).contains("started a server");
    assertThat(foldersLeft()).hasSize(1);

    // Not Process.destroy, which closes the pipe that the rest of the output comes through.
    demo.toHandle().destroy();
    demo.inputReader().readAllAsString();

    assertThat(demo.waitFor()).isEqualTo(143);
    assertThat(foldersLeft()).isEmpty();
    assertThat(demo.descendants()).isEmpty();
  }

  @Test
  void failsInOneLineWithoutAWorkingBrowser() throws Exception {
    Process demo = demo("--chromium=/bin/false");
    demo.inputReader().readAllAsString();

    assertThat(demo.waitFor()).isEqualTo(1);
    assertThat(Files.readString(output)).startsWith("Error: ").hasLineCount(1);
    assertThat(foldersLeft()).isEmpty();
  }
}
