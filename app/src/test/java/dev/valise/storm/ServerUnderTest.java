package dev.valise.storm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server that can be killed and started again on the same data folder and port, so that the URLs
 * of its sessions stay what they were. Used by one thread.
 */
final class ServerUnderTest implements AutoCloseable {
  static final String KEY = "key-of-this-test";

  private final List<String> program;
  private final Path log;
  private final URI baseUrl;
  private Process process;

  private ServerUnderTest(List<String> program, Path log, URI baseUrl) throws IOException {
    this.program = program;
    this.log = log;
    this.baseUrl = baseUrl;
    this.process = launch();
  }

  /** One by a clock of the test's. */
  static ServerUnderTest jumping(Path data, Path clock, Path log, List<String> chromium)
      throws IOException {
    int port = freePort();
    List<String> program = new ArrayList<>();
    program.add(JumpingServer.class.getName());
    program.addAll(List.of(Integer.toString(port), data.toString(), clock.toString()));
    program.addAll(chromium);
    return new ServerUnderTest(program, log, URI.create("http://127.0.0.1:" + port));
  }

  /** As an operator starts it. */
  static ServerUnderTest serve(Path data, Path log, String... options) throws IOException {
    int port = freePort();
    List<String> program = new ArrayList<>(List.of("dev.valise.Main", "serve"));
    program.addAll(List.of("--port", Integer.toString(port), "--data", data.toString()));
    program.addAll(List.of(options));
    return new ServerUnderTest(program, log, URI.create("http://127.0.0.1:" + port));
  }

  URI baseUrl() {
    return baseUrl;
  }

  Api api() {
    return new Api(baseUrl, KEY);
  }

  private Process launch() throws IOException {
    Process started =
        JavaProgram.builder(program)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    var lines =
        new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains("listens on")) {
        return started;
      }
    }
    throw new IOException("the server ended; its words are in " + log);
  }

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  void startAgain() throws IOException {
    process = launch();
  }

  private void awaitExit() {
    process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** As SIGTERM does: what runs is saved. */
  @Override
  public void close() {
    process.toHandle().destroy();
    awaitExit();
  }

  private static int freePort() throws IOException {
    try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }
}
