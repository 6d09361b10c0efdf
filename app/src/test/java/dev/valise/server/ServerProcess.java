package dev.valise.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.valise.testing.ProcFiles;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server in a process of its own, so that it can be killed. */
public final class ServerProcess implements AutoCloseable {
  private static final String KEY = "key-of-this-test";
  private static final Pattern BASE_URL = Pattern.compile("http://[0-9.]+:[0-9]+");
  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final URI baseUrl;
  private final HttpClient http = HttpClient.newHttpClient();

  private ServerProcess(Process process, URI baseUrl) {
    this.process = process;
    this.baseUrl = baseUrl;
  }

  public static ServerProcess start(Path data, String... options) throws IOException {
    return start(List.of(), Map.of(), data, options);
  }

  /**
   * Starts one that is told from this process.
   *
   * @param prefix a command that becomes the one behind it, in another namespace perhaps
   * @param environment what it has beside this process's own
   */
  public static ServerProcess start(
      List<String> prefix, Map<String, String> environment, Path data, String... options)
      throws IOException {
    return start(prefix, environment, data, ProcessBuilder.Redirect.INHERIT, options);
  }

  /** With all that it has to say on standard error, to the last detail, in a file. */
  static ServerProcess startTalkative(Path data, Path errors, String... options)
      throws IOException {
    return start(List.of(), Map.of(), data, ProcessBuilder.Redirect.to(errors.toFile()), options);
  }

  private static ServerProcess start(
      List<String> prefix,
      Map<String, String> environment,
      Path data,
      ProcessBuilder.Redirect errors,
      String... options)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.valise.Main",
            "serve",
            "--port",
            "0",
            "--data",
            data.toString()));
    command.addAll(List.of(options));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("VALISE_API_KEY", KEY);
    if (errors.type() == ProcessBuilder.Redirect.Type.WRITE) {
      // Of the program; the tests have one of their own, which comes first.
      builder.command().add(prefix.size() + 1, "-Dlogback.configurationFile=logback.xml");
      builder.environment().put("VALISE_LOG_LEVEL", "TRACE");
    }
    builder.redirectError(errors);
    Process process = builder.start();
    var baseUrl = new CompletableFuture<URI>();
    // Not this thread: no interruption ends a read from a pipe.
    Thread.ofPlatform().daemon().start(() -> awaitBaseUrl(process.inputReader(), baseUrl));
    try {
      return new ServerProcess(process, baseUrl.get(60, TimeUnit.SECONDS));
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError("the server does not listen", e);
    }
  }

  private static void awaitBaseUrl(BufferedReader output, CompletableFuture<URI> baseUrl) {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        Matcher found = BASE_URL.matcher(line);
        if (found.find()) {
          baseUrl.complete(URI.create(found.group()));
          return;
        }
      }
      baseUrl.completeExceptionally(new EOFException("it ended"));
    } catch (IOException e) {
      baseUrl.completeExceptionally(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public byte[] download(String path) throws Exception {
    HttpResponse<byte[]> response =
        http.send(request(path).GET().build(), BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " for " + path);
    }
    return response.body();
  }

  public JsonNode get(String path) throws Exception {
    return send(request(path).GET());
  }

  public JsonNode post(String path, String body) throws Exception {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  /** Server-sent events, from behind one. */
  HttpResponse<InputStream> stream(String path, String lastId) throws Exception {
    return http.send(
        request(path).header("Accept", "text/event-stream").header("Last-Event-ID", lastId).build(),
        BodyHandlers.ofInputStream());
  }

  /** Whatever is answered. */
  public HttpResponse<String> exchange(String method, String path, String body) throws Exception {
    return http.send(
        request(path).method(method, BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  /**
   * As {@link #stop}, and gives what it printed on standard output after it said where it listens.
   */
  String stopAndRead() throws IOException {
    // Process.destroy() would close the pipe.
    process.toHandle().destroy();
    String rest = process.inputReader().readAllAsString();
    awaitExit();
    return rest;
  }

  public void delete(String path) throws Exception {
    send(request(path).DELETE());
  }

  /** Processes and threads of all browsers. */
  int tasksOfBrowsers() {
    return process
        .descendants()
        .mapToInt(started -> ProcFiles.threads(started.pid()).orElse(0))
        .sum();
  }

  public Stream<ProcessHandle> descendants() {
    return process.descendants();
  }

  public Stream<ProcessHandle> children() {
    return process.children();
  }

  /** As kill -9 does. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** As SIGTERM does. */
  public void stop() {
    process.destroy();
    awaitExit();
  }

  private void awaitExit() {
    process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(baseUrl.resolve(path)).header("Authorization", "Bearer " + KEY);
  }

  private JsonNode send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    http.close();
    stop();
  }
}
