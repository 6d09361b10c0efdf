package dev.valise.chromium;

import static dev.valise.chromium.TestBrowsers.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.cdp.CdpConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SessionCookieIT {

  private static final long FAR_FUTURE = 4_000_000_000L;

  @TempDir Path folder;
  @RegisterExtension final TestBrowsers browsers = new TestBrowsers();
  private TestSite site;

  @BeforeEach
  void startSite() throws Exception {
    site = new TestSite();
  }

  @AfterEach
  void stopSite() {
    site.close();
  }

  @Test
  void survivesOnlyInAFolderMarkedAsCrashed() throws Exception {
    RunningChromium browser = browsers.launch(LaunchRequest.on(folder));
    TestBrowsers.open(browser, site.url());
    setCookies(browser);
    assertThat(cookies(browser)).containsExactlyInAnyOrder("session", "persistent");
    closeInOrder(browser);

    browser = browsers.launch(LaunchRequest.on(folder));
    assertThat(cookies(browser)).as("without the mark").containsExactly("persistent");
    setCookies(browser);
    closeInOrder(browser);

    assertThat(CrashExit.mark(folder)).isTrue();
    browser = browsers.launch(LaunchRequest.on(folder));
    assertThat(cookies(browser))
        .as("with the mark")
        .containsExactlyInAnyOrder("session", "persistent");
    assertThat(TestBrowsers.tabs(browser)).as("no tabs reopened").containsExactly("about:blank");
    closeInOrder(browser);

    assertThat(CrashExit.clear(folder)).isTrue();
    browser = browsers.launch(LaunchRequest.on(folder));
    assertThat(cookies(browser)).as("with the mark cleared").containsExactly("persistent");
  }

  private static void closeInOrder(RunningChromium browser) throws InterruptedException {
    assertThat(browser.close(LIMIT)).isInstanceOf(CloseReport.Clean.class);
  }

  private void setCookies(RunningChromium browser) {
    try (var connection = CdpConnection.connect(browser.devTools(), LIMIT)) {
      connection.call(
          "Storage.setCookies",
          Map.of(
              "cookies",
              List.of(
                  Map.of("name", "session", "value", "1", "url", site.url()),
                  Map.of(
                      "name",
                      "persistent",
                      "value",
                      "1",
                      "url",
                      site.url(),
                      "expires",
                      FAR_FUTURE))),
          LIMIT);
    }
  }

  private static List<String> cookies(RunningChromium browser) {
    try (var connection = CdpConnection.connect(browser.devTools(), LIMIT)) {
      JsonNode cookies = connection.call("Storage.getCookies", LIMIT).path("cookies");
      return cookies.valueStream().map(cookie -> cookie.path("name").asText()).toList();
    }
  }
}
