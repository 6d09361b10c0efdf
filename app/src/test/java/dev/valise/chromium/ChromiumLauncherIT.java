package dev.valise.chromium;

import static dev.valise.chromium.TestBrowsers.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.valise.cdp.CdpConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ChromiumLauncherIT {

  @TempDir Path folder;
  @RegisterExtension final TestBrowsers browsers = new TestBrowsers();

  private LaunchRequest request() {
    return LaunchRequest.on(folder.resolve("udd"));
  }

  @Test
  void startsWithThePageAndTheWindowAskedFor() throws Exception {
    try (var site = new TestSite()) {
      RunningChromium browser =
          browsers.launch(request().withStartUrl(site.url()).withWindow(new WindowSize(1001, 702)));
      assertThat(TestBrowsers.tabs(browser)).containsExactly(site.url());
      assertThat(TestBrowsers.evaluate(browser, "outerWidth + 'x' + outerHeight"))
          .isEqualTo("1001x702");
      assertThat(browser.devTools().uri().getHost()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void runsInACleanEnvironmentAndASessionOfItsOwn() throws Exception {
    RunningChromium browser = browsers.launch(request());
    assertThat(TestBrowsers.environments(browser))
        .anyMatch(environment -> environment.contains("GOOGLE_API_KEY=no"))
        .noneMatch(environment -> environment.contains("VALISE_API_KEY"))
        .noneMatch(environment -> environment.contains(TestBrowsers.SECRET));
    assertThat(ProcessTable.ofThisMachine().find(browser.pid()).orElseThrow().session())
        .hasValue(browser.pid());
  }

  @Test
  void aLockOfAnotherHostDoesNotPreventTheStart() throws Exception {
    Path userDataDir = Files.createDirectory(folder.resolve("udd"));
    Files.createSymbolicLink(userDataDir.resolve("SingletonLock"), Path.of("other-host-4711"));
    Files.writeString(userDataDir.resolve("DevToolsActivePort"), "1\n/devtools/browser/old");
    RunningChromium browser = browsers.launch(request());
    assertThat(TestBrowsers.tabs(browser)).containsExactly("about:blank");
    assertThat(Files.readString(userDataDir.resolve("DevToolsActivePort")))
        .startsWith(browser.devTools().uri().getPort() + "\n");
  }

  @Test
  void downloadsGoWhereTheyAreWantedAndLeaveNoTraceInThePreferences() throws Exception {
    Path downloads = Files.createDirectory(folder.resolve("my \"downloads\""));
    try (var site = new TestSite()) {
      RunningChromium browser = browsers.launch(request().withDownloads(downloads));
      TestBrowsers.open(browser, site.url());
      try (var connection = CdpConnection.connect(browser.devTools(), LIMIT)) {
        var completed = new CountDownLatch(1);
        connection.call(
            "Browser.setDownloadBehavior",
            Map.of("behavior", "default", "eventsEnabled", true),
            LIMIT);
        try (var _ =
            connection.listen(event -> {
              if (event.params().path("state").asText().equals("completed")) {
                completed.countDown();
              }
            })) {
          TestBrowsers.evaluate(browser, "document.querySelector('a').click()");
          assertThat(completed.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
      }
      assertThat(downloads.resolve("report.bin")).hasContent("content");
      browser.close(LIMIT);
      assertThat(Files.readString(folder.resolve("udd/Default/Preferences")))
          .doesNotContain("downloads\\\"");
    }
  }

  @Test
  void aFreshStartAsksNobodyOnTheInternet() throws Exception {
    Path log = folder.resolve("net.json");
    try (var site = new TestSite()) {
      RunningChromium browser =
          browsers.launch(request().withExtraFlags(List.of("--log-net-log=" + log)));
      TestBrowsers.open(browser, site.url());
      assertThat(browser.close(LIMIT)).isInstanceOf(CloseReport.Clean.class);
      JsonNode net = new ObjectMapper().readTree(log.toFile());
      // The page itself is in the log, so an empty log cannot pass.
      assertThat(hosts(net)).containsExactly("127.0.0.1");
      assertThat(eventsOf(net, "HOST_RESOLVER_MANAGER_JOB")).isEmpty();
    }
  }

  /** Of all requests that came to the network service. */
  private static Set<String> hosts(JsonNode net) {
    var hosts = new TreeSet<String>();
    for (JsonNode event : eventsOf(net, "URL_REQUEST_START_JOB")) {
      String url = event.path("params").path("url").asText();
      if (url.startsWith("http")) {
        hosts.add(String.valueOf(URI.create(url).getHost()));
      }
    }
    return hosts;
  }

  private static List<JsonNode> eventsOf(JsonNode net, String type) {
    int number = net.path("constants").path("logEventTypes").path(type).asInt(-1);
    assertThat(number).as(type).isNotNegative();
    return net.path("events")
        .valueStream()
        .filter(event -> event.path("type").asInt() == number)
        .toList();
  }
}
