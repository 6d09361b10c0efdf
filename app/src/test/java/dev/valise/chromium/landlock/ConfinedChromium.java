package dev.valise.chromium.landlock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.cdp.CdpConnection;
import dev.valise.cdp.CdpSession;
import dev.valise.chromium.ChromiumInstallation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real Chromium of an ordinary user, behind Landlock or not, in the hands of a DevTools client.
 */
final class ConfinedChromium implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(30);

  private final Process process;
  private final CdpConnection browser;
  private final CdpSession page;

  private ConfinedChromium(Process process, URI devTools) {
    this.process = process;
    browser = CdpConnection.connect(devTools, LIMIT);
    String target =
        browser
            .call("Target.getTargets", LIMIT)
            .path("targetInfos")
            .valueStream()
            .filter(info -> info.path("type").asText().equals("page"))
            .findFirst()
            .orElseThrow()
            .path("targetId")
            .asText();
    page =
        browser.session(
            browser
                .call("Target.attachToTarget", Map.of("targetId", target, "flatten", true), LIMIT)
                .path("sessionId")
                .asText());
    page.call("Page.enable", LIMIT);
  }

  /**
   * @param own its home with its user-data-dir
   * @param tcp empty for one that nothing confines
   */
  static ConfinedChromium start(Path own, Optional<TcpRules> tcp) throws Exception {
    Path program = ChromiumInstallation.find(System.getenv()).executable();
    var builder =
        new ProcessBuilder(
                Unprivileged.command(
                    program.toString(),
                    "--user-data-dir=" + own.resolve("udd"),
                    "--headless=new",
                    "--remote-debugging-port=0",
                    "--password-store=basic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "about:blank"))
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .directory(own.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
    builder.environment().put("LANG", "C.UTF-8");
    for (String variable : List.of("HOME", "TMPDIR", "XDG_RUNTIME_DIR")) {
      builder.environment().put(variable, own.toString());
    }
    Process process;
    if (tcp.isPresent()) {
      Path folder = Objects.requireNonNull(program.toRealPath().getParent());
      var files = new BrowserFiles(folder, List.of(own), true);
      process =
          Landlock.ofThisMachine()
              .orElseThrow()
              .start(builder, new LandlockRules(files.rules(), tcp.get()));
    } else {
      process = builder.start();
    }
    return new ConfinedChromium(process, devTools(process));
  }

  private static URI devTools(Process process) throws Exception {
    var found = new CompletableFuture<URI>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          List<String> lines = new ArrayList<>();
          try (var reader =
              new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
              lines.add(line);
              if (line.startsWith("DevTools listening on ")) {
                found.complete(URI.create(line.substring(22).strip()));
              }
            }
          } catch (IOException e) {
            lines.add(e.toString());
          }
          found.completeExceptionally(new AssertionError(String.join("\n", lines)));
        });
    return found.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** What went wrong on the way to a page, such as net::ERR_FILE_NOT_FOUND; empty when nothing. */
  String navigate(String url) throws Exception {
    var loaded = new CompletableFuture<@Nullable Void>();
    try (var _ =
        browser.listen(event -> {
          if (event.method().equals("Page.loadEventFired")) {
            loaded.complete(null);
          }
        })) {
      String error =
          page.call("Page.navigate", Map.of("url", url), LIMIT).path("errorText").asText();
      if (error.isEmpty()) {
        loaded.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
      return error;
    }
  }

  String evaluate(String expression) {
    JsonNode result =
        page.call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "userGesture", true),
            LIMIT);
    return result.path("result").path("value").asText();
  }

  /** What a page gets of a file that a client puts into its form. */
  String upload(Path file) throws Exception {
    navigate("data:text/html,<input type=file>");
    JsonNode root = page.call("DOM.getDocument", LIMIT).path("root").path("nodeId");
    JsonNode input =
        page.call("DOM.querySelector", Map.of("nodeId", root, "selector", "input"), LIMIT)
            .path("nodeId");
    page.call(
        "DOM.setFileInputFiles", Map.of("nodeId", input, "files", List.of(file.toString())), LIMIT);
    return evaluate("document.querySelector('input').files[0].text().catch(e => 'refused: ' + e)");
  }

  /** Lets a page download a file of this text; completed or canceled. */
  String download(String text, String name, Path folder) throws Exception {
    browser.call(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", folder.toString(), "eventsEnabled", true),
        LIMIT);
    var end = new CompletableFuture<String>();
    try (var _ =
        browser.listen(event -> {
          String state = event.params().path("state").asText();
          if (state.equals("completed") || state.equals("canceled")) {
            end.complete(state);
          }
        })) {
      navigate("data:text/html,<a download=%s href='data:,%s'>file</a>".formatted(name, text));
      evaluate("document.querySelector('a').click()");
      return end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    try (browser) {
      browser.call("Browser.close", LIMIT);
      process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    } finally {
      process.destroyForcibly();
    }
  }
}
