package dev.valise.chromium.landlock;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a hostile DevTools client gets with the plain means of a browser; and what works still. */
@EnabledOnOs(OS.LINUX)
class LandlockChromiumIT {
  @TempDir Path folder;
  private Path own;
  private Path other;
  private HttpServer allowed;
  private HttpServer host;

  @BeforeEach
  void fill() throws Exception {
    own = Files.createDirectory(folder.resolve("own"));
    other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(own.resolve("mine"), "mine");
    Files.writeString(other.resolve("cookies"), "secret");
    Unprivileged.owning(own);
    Unprivileged.owning(other);
    allowed = site("allowed");
    host = site("host");
  }

  @AfterEach
  void stop() {
    allowed.stop(0);
    host.stop(0);
  }

  private static HttpServer site(String text) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, text.length());
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
          }
        });
    server.start();
    return server;
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @Test
  void withoutLandlockTheClientHasTheFilesAndPortsOfTheUser() throws Exception {
    try (var browser = ConfinedChromium.start(own, Optional.empty())) {
      assertThat(browser.navigate("file://" + other.resolve("cookies"))).isEmpty();
      assertThat(browser.evaluate("document.body.innerText")).isEqualTo("secret");
      assertThat(browser.navigate("file:///etc/passwd")).isEmpty();
      browser.navigate("file://" + other + "/");
      assertThat(browser.evaluate("document.body.innerText")).contains("cookies");
      assertThat(browser.upload(other.resolve("cookies"))).isEqualTo("secret");
      assertThat(browser.download("planted", "planted.txt", other)).isEqualTo("completed");
      assertThat(other.resolve("planted.txt")).hasContent("planted");
      assertThat(browser.navigate(url(host))).isEmpty();
    }
  }

  @Test
  void behindLandlockItHasItsOwnFilesAndTheAllowedPort() throws Exception {
    int port = allowed.getAddress().getPort();
    try (var browser =
        ConfinedChromium.start(own, Optional.of(new TcpRules(Set.of(port), Set.of(0))))) {
      assertThat(browser.navigate("file://" + other.resolve("cookies")))
          .isEqualTo("net::ERR_ACCESS_DENIED");
      assertThat(browser.navigate("file:///etc/passwd")).isEqualTo("net::ERR_ACCESS_DENIED");
      browser.navigate("file://" + other + "/");
      assertThat(browser.evaluate("document.body.innerText")).doesNotContain("cookies");
      assertThat(browser.upload(other.resolve("cookies"))).startsWith("refused: NotReadable");
      assertThat(browser.download("planted", "planted.txt", other)).isEqualTo("canceled");
      assertThat(other.resolve("planted.txt")).doesNotExist();
      assertThat(browser.navigate(url(host))).isEqualTo("net::ERR_NETWORK_ACCESS_DENIED");

      assertThat(browser.navigate("file://" + own.resolve("mine"))).isEmpty();
      assertThat(browser.evaluate("document.body.innerText")).isEqualTo("mine");
      assertThat(browser.upload(own.resolve("mine"))).isEqualTo("mine");
      assertThat(browser.download("wanted", "wanted.txt", own)).isEqualTo("completed");
      assertThat(own.resolve("wanted.txt")).hasContent("wanted");
      assertThat(browser.navigate(url(allowed))).isEmpty();
      assertThat(browser.evaluate("document.body.innerText")).isEqualTo("allowed");
    }
  }

  @Test
  void chromiumsOwnSandboxStaysOn() throws Exception {
    try (var browser =
        ConfinedChromium.start(own, Optional.of(new TcpRules(Set.of(), Set.of(0))))) {
      browser.navigate("chrome://sandbox");
      assertThat(browser.evaluate("document.body.innerText"))
          .contains("You are adequately sandboxed.");
    }
  }
}
