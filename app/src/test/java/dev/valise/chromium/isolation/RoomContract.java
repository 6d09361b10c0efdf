package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.chromium.CloseReport;
import dev.valise.chromium.LaunchRequest;
import dev.valise.chromium.LeftoverChromium;
import dev.valise.chromium.ProcessIdentity;
import dev.valise.chromium.RunningChromium;
import dev.valise.chromium.limits.BrowserGroups;
import dev.valise.testing.Await;
import dev.valise.testing.ProcFiles;
import dev.valise.testing.Tab;
import dev.valise.testing.ThreadPlaces;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds in every room, of namespaces or of rules, whoever made it. */
@Timeout(120)
abstract class RoomContract extends RoomBrowsers {
  private static final String BUSY =
      "data:text/html,<script>setInterval(() => { for (let i = 0; i < 1e5; i++); })</script>";

  @Test
  void theMachinesOwnFilesCannotBeRead() throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    Path key = Files.writeString(folder.resolve("root-key"), SECRET);
    for (String hidden : List.of("/etc/shadow", "/etc/hostname", key.toString())) {
      assertThat(text(browser, "file://" + hidden)).as(hidden).contains("ERR_");
    }
    for (String hidden : List.of("/root", "/sys", "/var/lib", folder.toString())) {
      assertThat(entries(browser, Path.of(hidden))).as(hidden).isEqualTo("0");
    }
  }

  @Test
  void noThreadOfTheServerStaysInARoom() throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RunningChromium>> starts =
          Stream.of("one", "two", "three")
              .map(name -> callers.submit(() -> launch(folder.resolve(name))))
              .toList();
      for (Future<RunningChromium> start : starts) {
        RunningChromium browser = start.get();
        assertThat(text(browser, "about:blank")).isEmpty();
        assertThat(ThreadPlaces.strays()).isEmpty();
        browser.close(LIMIT);
      }
    }
    // What waits for the end of a process makes threads then.
    assertThat(ThreadPlaces.strays()).isEmpty();
  }

  @Test
  void theServersEnvironmentCannotBeRead() throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    String server = "file:///proc/" + ProcessHandle.current().pid();
    for (String file : List.of("/environ", "/maps", "/mem")) {
      assertThat(text(browser, server + file)).as(file).contains("ERR_");
    }
    assertThat(text(browser, "file:///proc/self/environ")).doesNotContain(SECRET, "DB_PASSWORD");
    assertThat(text(browser, "file:///proc/1/environ")).doesNotContain(SECRET, "DB_PASSWORD");
  }

  @Test
  void theProfileOfAnotherBrowserCannotBeRead() throws Exception {
    Path mine = folder.resolve("mine");
    RunningChromium browser = launch(mine);
    RunningChromium other = launch(folder.resolve("other"));
    Await.until(
        "both have begun to write",
        () ->
            Files.exists(folder.resolve("other/Local State"))
                && Files.exists(mine.resolve("Local State")));
    assertThat(text(browser, folder.resolve("other/Local State").toUri().toString()))
        .contains("ERR_");
    assertThat(entries(browser, folder.resolve("other"))).isEqualTo("0");
    assertThat(entries(browser, seen(mine))).isNotEqualTo("0");
    assertThat(text(browser, seen(mine).resolve("Local State").toUri().toString())).contains("{");
    assertThat(other.onExit()).isNotDone();
  }

  @Test
  void filesOfTheMachineCannotBeUploaded() throws Exception {
    Path mine = folder.resolve("mine");
    RunningChromium browser = launch(mine);
    Path secret = Files.writeString(folder.resolve("secret"), SECRET);
    for (Path file : List.of(secret, Path.of("/etc/shadow"))) {
      assertThat(upload(browser, file)).startsWith("refused: Not");
    }
    assertThat(upload(browser, seen(mine).resolve("Local State"))).contains("{");
  }

  @Test
  void downloadsGoNowhereElseOnTheMachine() throws Exception {
    Path downloads = Files.createDirectory(folder.resolve("downloads"));
    RunningChromium browser =
        launch(LaunchRequest.on(folder.resolve("p")).withDownloads(downloads));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    download(browser, "planted.txt", elsewhere);
    assertThat(elsewhere).isEmptyDirectory();
    assertThat(download(browser, "wanted.txt", seenDownloads(downloads))).isEqualTo("completed");
    assertThat(downloads.resolve("wanted.txt")).hasContent("wanted.txt");
  }

  @Test
  void theLoopbackOfTheMachineCannotBeReached() throws Exception {
    RunningChromium browser =
        launch(LaunchRequest.on(folder.resolve("p")).withNetwork(new RoomNetwork.None()));
    try (var service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (String host : List.of("127.0.0.1", "localhost", "0.0.0.0", "[::1]")) {
        String url = "http://%s:%d/".formatted(host, service.getLocalPort());
        assertThat(directly(browser, url)).startsWith("net::ERR_");
      }
      service.setSoTimeout(1);
      assertThatThrownBy(service::accept).hasMessageContaining("timed out");
    }
    assertThat(directly(browser, "http://198.51.100.7/")).startsWith("net::ERR_");
    assertThat(browser.proxyListener()).isEmpty();
  }

  @Test
  void everyRequestComesToTheListenerOfTheProxy() throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    var greeting = new CompletableFuture<ByteBuffer>();
    ServerSocketChannel listener = browser.proxyListener().orElseThrow();
    Thread.startVirtualThread(() -> {
      while (listener.isOpen()) {
        try (SocketChannel client = listener.accept()) {
          var read = ByteBuffer.allocate(16);
          client.read(read);
          greeting.complete(read.flip());
        } catch (IOException e) {
          greeting.completeExceptionally(e);
        }
      }
    });
    text(browser, "http://127.0.0.1/");
    // Version 5, one method, no authentication (RFC 1928).
    assertThat(greeting.get(10, TimeUnit.SECONDS)).isEqualTo(ByteBuffer.wrap(new byte[] {5, 1, 0}));
  }

  @Test
  void pagesAreOnlineAndChromiumsOwnSandboxIsOn() throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    try (Tab tab = Tab.open(browser.devTools(), "chrome://sandbox")) {
      assertThat(tab.evaluate("document.body.innerText")).contains("adequately sandboxed");
      assertThat(tab.evaluate("String(navigator.onLine)")).isEqualTo("true");
    }
  }

  @Test
  void whatItWritesBelongsToTheServer() throws Exception {
    Path profile = folder.resolve("profile");
    RunningChromium browser = launch(profile);
    assertThat(browser.close(LIMIT)).isInstanceOf(CloseReport.Clean.class);
    assertThat(Files.getOwner(profile.resolve("Local State"))).isEqualTo(Files.getOwner(folder));
    // And is found again.
    assertThat(launch(profile).close(LIMIT)).isInstanceOf(CloseReport.Clean.class);
  }

  @Test
  void endingOneEndsAllOfItAndNothingElse() throws Exception {
    RunningChromium browser = launch(folder.resolve("one"));
    RunningChromium other = launch(folder.resolve("two"));
    List<ProcessIdentity> processes = browser.processes();
    List<ProcessIdentity> others = other.processes();
    Optional<Path> group = BrowserGroups.of(browser.pid());
    assertThat(group.isPresent()).isEqualTo(LIMITER.hasGroups());
    long start = System.nanoTime();
    browser.kill();
    System.out.printf(
        "%d processes ended in %d ms%n",
        processes.size(), Duration.ofNanos(System.nanoTime() - start).toMillis());
    assertThat(processes).hasSizeGreaterThan(5).noneMatch(ProcessIdentity::isAlive);
    assertThat(browser.processes()).isEmpty();
    assertThat(group.filter(Files::exists)).isEmpty();
    assertThat(others).allMatch(ProcessIdentity::isAlive);
  }

  @Test
  void aLaterServerFindsItByItsTrace() throws Exception {
    RunningChromium other = launch(folder.resolve("other"));
    RunningChromium left = launch(folder.resolve("left"));
    List<ProcessIdentity> processes = left.processes();
    List<Path> scratch = scratchFolders();
    LeftoverChromium.close(Optional.of(left.trace()), folder.resolve("left"), LIMITER);
    assertThat(processes).noneMatch(ProcessIdentity::isAlive);
    assertThat(left.onExit().get(10, TimeUnit.SECONDS)).hasValue(0);
    assertThat(other.processes()).isNotEmpty().allMatch(ProcessIdentity::isAlive);
    assertThat(scratch).filteredOn(path -> !Files.exists(path)).hasSize(1);
    assertThat(Files.getOwner(folder.resolve("left"))).isEqualTo(Files.getOwner(folder));
  }

  @Test
  void aLaterServerFindsItByItsFolder() throws Exception {
    RunningChromium other = launch(folder.resolve("other"));
    RunningChromium left = launch(folder.resolve("left"));
    List<ProcessIdentity> processes = left.processes();
    Optional<Path> group = BrowserGroups.of(left.pid());
    LeftoverChromium.close(Optional.empty(), folder.resolve("no such profile"), LIMITER);
    assertThat(processes).allMatch(ProcessIdentity::isAlive);
    LeftoverChromium.close(Optional.empty(), folder.resolve("left"), LIMITER);
    assertThat(processes).noneMatch(ProcessIdentity::isAlive);
    assertThat(group.filter(Files::exists)).isEmpty();
    assertThat(other.processes()).isNotEmpty().allMatch(ProcessIdentity::isAlive);
  }

  private static long ticks(RunningChromium browser) {
    return browser.processes().stream()
        .mapToLong(process -> ProcFiles.ticks(process.pid()).orElse(0))
        .sum();
  }

  @Test
  void theKernelEndsABrowserBeforeTheServer() throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    try (Tab tab = Tab.open(browser.devTools(), BUSY)) {
      assertThat(tab.evaluate("1 + 1")).isEqualTo("2");
      // Those that are just starting too: Chromium sets theirs, and tells nobody when.
      int server = ProcFiles.oomScore(ProcessHandle.current().pid()).orElseThrow();
      Await.until(
          "scores above the server's",
          () ->
              browser.processes().stream()
                  .allMatch(process -> ProcFiles.oomScore(process.pid()).orElse(1000) > server));
    }
  }

  @Test
  void aFrozenBrowserDoesNothingUntilItIsThawed() throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    try (Tab tab = Tab.open(browser.devTools(), BUSY)) {
      browser.freeze();
      long before = ticks(browser);
      var answer = CompletableFuture.supplyAsync(() -> tab.evaluate("1 + 1"));
      assertThatThrownBy(() -> answer.get(1, TimeUnit.SECONDS))
          .isInstanceOf(TimeoutException.class);
      assertThat(ticks(browser)).isEqualTo(before).isPositive();
      browser.thaw();
      assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("2");
    }
    browser.freeze();
    assertThat(browser.close(LIMIT)).isInstanceOf(CloseReport.Clean.class);
  }
}
