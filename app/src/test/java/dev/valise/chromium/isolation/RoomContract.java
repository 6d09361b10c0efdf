package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.chromium.CloseReport;
import dev.valise.chromium.LaunchRequest;
import dev.valise.chromium.LeftoverChromium;
import dev.valise.chromium.ProcessIdentity;
import dev.valise.chromium.RunningChromium;
import dev.valise.chromium.limits.BrowserGroups;
import dev.valise.chromium.limits.Limiter;
import dev.valise.testing.ProcFiles;
import dev.valise.testing.Tab;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds in every room with namespaces, whoever made it. */
@Timeout(120)
abstract class RoomContract extends RoomBrowsers {
  private static final String BUSY =
      "data:text/html,<script>setInterval(() => { for (let i = 0; i < 1e5; i++); })</script>";

  @Test
  void theSystemThatABrowserSeesSaysNothingOfTheMachine(@TempDir Path folder) throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    assertThat(text(browser, "file:///etc/passwd").lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("browser:"));
    assertThat(text(browser, "file:///proc/1/environ")).doesNotContain(SECRET, "DB_PASSWORD");
    assertThat(text(browser, "file:///proc/self/environ")).doesNotContain(SECRET, "DB_PASSWORD");
    assertThat(text(browser, "file:///proc/1/cmdline")).doesNotContain(folder.toString());
    assertThat(text(browser, "file:///proc/self/cmdline")).doesNotContain(folder.toString());
    for (String hidden : List.of("/etc/shadow", "/root", "/sys", "/var/lib", "/etc/hostname")) {
      assertThat(text(browser, "file://" + hidden)).contains("ERR_");
    }
  }

  @Test
  void aBrowserSeesNoOtherProcesses(@TempDir Path folder) throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    long pids =
        Pattern.compile("(?m)^\\s*(\\d+)/")
            .matcher(text(browser, "file:///proc/"))
            .results()
            .count();
    assertThat(pids).isBetween(2L, 40L);
  }

  @Test
  void theProfileOfAnotherBrowserCannotBeRead(@TempDir Path folder) throws Exception {
    Path mine = folder.resolve("mine");
    RunningChromium browser = launch(mine);
    RunningChromium other = launch(folder.resolve("other"));
    assertThat(folder.resolve("other/Local State")).exists();
    for (String hidden : List.of("other", "other/Local State", "mine", "")) {
      assertThat(text(browser, folder.resolve(hidden).toUri().toString())).contains("ERR_");
    }
    assertThat(text(browser, "file:///profile/Local%20State")).contains("{");
    assertThat(other.onExit()).isNotDone();
  }

  @Test
  void theLoopbackOfTheMachineCannotBeReached(@TempDir Path folder) throws Exception {
    RunningChromium browser = launch(LaunchRequest.on(folder.resolve("p")).withNetwork(false));
    try (var service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (String host : List.of("127.0.0.1", "localhost", "0.0.0.0", "[::1]")) {
        String url = "http://%s:%d/".formatted(host, service.getLocalPort());
        assertThat(directly(browser, url)).startsWith("net::ERR_");
      }
      service.setSoTimeout(1);
      assertThatThrownBy(service::accept).hasMessageContaining("timed out");
    }
    assertThat(directly(browser, "http://198.51.100.7/")).isEqualTo("net::ERR_ADDRESS_UNREACHABLE");
    assertThat(browser.proxyListener()).isEmpty();
  }

  @Test
  void theDevToolsOfABrowserCannotBeReachedFromOutside(@TempDir Path folder) throws Exception {
    RunningChromium one = launch(folder.resolve("one"));
    RunningChromium two = launch(folder.resolve("two"));
    String port = ":" + Inside.DEVTOOLS_PORT;
    assertThat(one.devTools().uri().toString()).contains(port);
    assertThat(two.devTools().uri().toString()).contains(port);
    assertThat(one.devTools().uri()).isNotEqualTo(two.devTools().uri());
    // Each finds itself there, and nobody else.
    assertThat(directly(one, "http://127.0.0.1" + port + "/json/version")).isEmpty();
    assertThatThrownBy(
            () -> {
              try (var socket = new Socket()) {
                socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Inside.DEVTOOLS_PORT),
                    1000);
              }
            })
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void everyRequestComesToTheListenerOfTheProxy(@TempDir Path folder) throws Exception {
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
  void pagesAreOnlineAndChromiumsOwnSandboxIsOn(@TempDir Path folder) throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    try (Tab tab = Tab.open(browser.devTools(), "chrome://sandbox")) {
      assertThat(tab.evaluate("document.body.innerText")).contains("adequately sandboxed");
      assertThat(tab.evaluate("String(navigator.onLine)")).isEqualTo("true");
    }
  }

  @Test
  void whatItWritesBelongsToTheServer(@TempDir Path folder) throws Exception {
    Path profile = folder.resolve("profile");
    RunningChromium browser = launch(profile);
    assertThat(browser.close(LIMIT)).isInstanceOf(CloseReport.Clean.class);
    assertThat(Files.getOwner(profile.resolve("Local State"))).isEqualTo(Files.getOwner(folder));
    // And is found again.
    assertThat(launch(profile).close(LIMIT)).isInstanceOf(CloseReport.Clean.class);
  }

  @Test
  void endingOneEndsAllOfItAndNothingElse(@TempDir Path folder) throws Exception {
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
  void aBrowserLivesOnWhenTheThreadThatStartedItIsGone(@TempDir Path folder) throws Exception {
    var started = new CompletableFuture<RunningChromium>();
    Thread.startVirtualThread(() -> {
      try {
        started.complete(launch(folder.resolve("profile")));
      } catch (InterruptedException | RuntimeException e) {
        started.completeExceptionally(e);
      }
    });
    RunningChromium browser = started.get();
    // The carriers of virtual threads end after half a minute without work.
    assertThatThrownBy(() -> browser.onExit().get(61, TimeUnit.SECONDS))
        .isInstanceOf(TimeoutException.class);
    assertThat(text(browser, "file:///etc/passwd")).contains("browser");
  }

  @Test
  void aLaterServerFindsItByItsTrace(@TempDir Path folder) throws Exception {
    RunningChromium other = launch(folder.resolve("other"));
    RunningChromium left = launch(folder.resolve("left"));
    List<ProcessIdentity> processes = left.processes();
    String trace = left.trace();
    // Somebody who has its pids by chance is not it.
    String[] fields = trace.split(" ", 3);
    ProcessIdentity init = ProcessIdentity.parse(fields[1]);
    var stranger = new ProcessIdentity(init.pid(), init.startedAt() + 1, init.boot());
    var gone = new ProcessIdentity(1L << 30, 1, init.boot());
    LeftoverChromium.close(
        Optional.of(
            gone.text() + " " + stranger.text() + " " + fields[2].replace("/valise-", "/x-")),
        folder.resolve("left"),
        Limiter.ofProcesses());
    assertThat(processes).allMatch(ProcessIdentity::isAlive);

    LeftoverChromium.close(Optional.of(trace), folder.resolve("left"), LIMITER);
    assertThat(processes).noneMatch(ProcessIdentity::isAlive);
    assertThat(left.onExit().get(10, TimeUnit.SECONDS)).isZero();
    assertThat(other.processes()).isNotEmpty();
  }

  @Test
  void aLaterServerFindsItByItsFolder(@TempDir Path folder) throws Exception {
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
  void theKernelEndsABrowserBeforeTheServer(@TempDir Path folder) throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    try (Tab tab = Tab.open(browser.devTools(), BUSY)) {
      assertThat(tab.evaluate("1 + 1")).isEqualTo("2");
      // Those that are just starting too: Chromium sets theirs, and tells nobody when.
      int server = ProcFiles.oomScore(ProcessHandle.current().pid()).orElseThrow();
      assertThat(browser.processes())
          .allMatch(process -> ProcFiles.oomScore(process.pid()).orElse(1000) > server);
    }
  }

  @Test
  void aFrozenBrowserDoesNothingUntilItIsThawed(@TempDir Path folder) throws Exception {
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
