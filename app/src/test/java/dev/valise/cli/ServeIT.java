package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} as a process of its own, from the packaged jar. */
class ServeIT {

  private static final Pattern LISTENS = Pattern.compile("Valise listens on (http://\\S+)");

  private final Path data;
  private final Path errors;
  private final List<Process> started = new ArrayList<>();

  ServeIT(@TempDir Path folder) {
    data = folder.resolve("data");
    errors = folder.resolve("errors");
  }

  @AfterEach
  void killWhatIsLeft() {
    started.forEach(Process::destroyForcibly);
  }

  private Process serve(String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            Path.of(System.getProperty("basedir", "."), "target/valise.jar").toString(),
            "serve",
            "--data=" + data);
    builder.command().addAll(List.of(arguments));
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("VALISE_(HOST|PORT|DATA|API_KEY)"));
    builder.redirectError(errors.toFile());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static URI baseUrl(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher listens = LISTENS.matcher(line);
      if (listens.find()) {
        return URI.create(listens.group(1));
      }
    }
    throw new AssertionError("the server ended without saying where it listens");
  }

  /**
   * SIGTERM; gives back what was still printed. Unlike Process.destroy it leaves the pipes open.
   */
  private static String end(Process server) throws Exception {
    server.toHandle().destroy();
    String rest = server.inputReader().readAllAsString();
    server.waitFor();
    return rest;
  }

  @Test
  void answersUntilItIsToldToStop() throws Exception {
    Process server = serve("--port=0");
    URI url = baseUrl(server.inputReader());

    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest health = HttpRequest.newBuilder(url.resolve("/health")).build();
      assertThat(http.send(health, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }
    end(server);
    assertThat(server.waitFor()).isZero();
  }

  @Test
  void showsTheKeyWhenItMakesItAndNeverAgain() throws Exception {
    Process first = serve("--port=0");
    BufferedReader firstOutput = first.inputReader();
    baseUrl(firstOutput);
    String shown = firstOutput.readLine();
    String key = Files.readString(data.resolve("api-key")).strip();
    assertThat(shown).isEqualTo("API key: " + key);
    end(first);

    Process second = serve("--port=0");
    BufferedReader secondOutput = second.inputReader();
    baseUrl(secondOutput);
    assertThat(end(second)).contains(data.resolve("api-key").toString()).doesNotContain(key);
    assertThat(Files.readString(errors)).doesNotContain(key);
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process server = serve("--port=" + taken.getLocalPort());

      assertThat(server.waitFor()).isEqualTo(1);
      assertThat(Files.readString(errors))
          .contains("Error: cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .doesNotContain("\tat ");
    }
  }

  @Test
  void warnsWhenOtherMachinesCanReachIt() throws Exception {
    Process server = serve("--port=0", "--host=0.0.0.0");

    baseUrl(server.inputReader());
    end(server);
    assertThat(Files.readString(errors))
        .contains("Warning: 0.0.0.0 can be reached from other machines");
  }
}
