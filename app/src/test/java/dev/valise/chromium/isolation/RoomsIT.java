package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.chromium.LeftoverChromium;
import dev.valise.chromium.ProcessIdentity;
import dev.valise.chromium.RunningChromium;
import dev.valise.chromium.limits.Limiter;
import dev.valise.testing.Tab;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rooms with namespaces that whoever runs the tests can make. */
@Timeout(120)
class RoomsIT extends RoomContract {
  @Override
  Isolation wanted() {
    return Isolation.STRICT;
  }

  @Override
  Tier expectedTier() {
    return System.getProperty("user.name").equals("root") ? Tier.ROOT : Tier.USER;
  }

  @Override
  Path seen(Path profile) {
    return Inside.PROFILE;
  }

  @Override
  Path seenDownloads(Path downloads) {
    return Inside.DOWNLOADS;
  }

  @Test
  void theSystemThatABrowserSeesSaysNothingOfTheMachine() throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    assertThat(text(browser, "file:///etc/passwd").lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("browser:"));
    assertThat(text(browser, "file:///proc/1/environ")).doesNotContain(SECRET, "DB_PASSWORD");
    assertThat(text(browser, "file:///proc/1/cmdline")).doesNotContain(folder.toString());
    assertThat(text(browser, "file:///proc/self/cmdline")).doesNotContain(folder.toString());
  }

  @Test
  void aBrowserSeesNoOtherProcesses() throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    long pids =
        Pattern.compile("(?m)^\\s*(\\d+)/")
            .matcher(text(browser, "file:///proc/"))
            .results()
            .count();
    assertThat(pids).isBetween(2L, 40L);
  }

  @Test
  void theDevToolsOfABrowserCannotBeReachedFromOutside() throws Exception {
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
  void anotherProcessThatHasItsPidIsNotIt() throws Exception {
    RunningChromium left = launch(folder.resolve("left"));
    List<ProcessIdentity> processes = left.processes();
    String[] fields = left.trace().split(" ", 3);
    ProcessIdentity init = ProcessIdentity.parse(fields[1]);
    var stranger = new ProcessIdentity(init.pid(), init.startedAt() + 1, init.boot());
    var gone = new ProcessIdentity(1L << 30, 1, init.boot());
    LeftoverChromium.close(
        Optional.of(
            gone.text() + " " + stranger.text() + " " + fields[2].replace("/valise-", "/x-")),
        folder.resolve("left"),
        // By its control group it would be found all the same.
        Limiter.ofProcesses());
    assertThat(processes).allMatch(ProcessIdentity::isAlive);
  }

  @Test
  void nothingOfTheMachinesFoldersShows() throws Exception {
    Path mine = folder.resolve("mine");
    RunningChromium browser = launch(mine);
    for (Path hidden : List.of(mine, mine.resolve("Local State"), folder)) {
      assertThat(text(browser, hidden.toUri().toString())).contains("ERR_FILE_NOT_FOUND");
    }
    assertThat(directly(browser, "http://198.51.100.7/")).isEqualTo("net::ERR_ADDRESS_UNREACHABLE");
  }

  @Test
  void asManyConnectionsGoToTheProxyAsABrowserHasWithoutOne() throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    ServerSocketChannel listener = browser.proxyListener().orElseThrow();
    var open = new CountDownLatch(250);
    List<SocketChannel> held = new CopyOnWriteArrayList<>();
    Thread.startVirtualThread(() -> {
      try {
        while (true) {
          held.add(listener.accept());
          open.countDown();
        }
      } catch (IOException e) {
        // The browser is gone.
      }
    });
    try (Tab tab = Tab.open(browser.devTools(), "about:blank")) {
      tab.evaluate(
          "for (let i = 0; i < 300; i++) fetch(`http://h${i}.example/`).catch(() => 0); 'sent'");
      assertThat(open.await(20, TimeUnit.SECONDS)).as("%d at a time", held.size()).isTrue();
    } finally {
      for (SocketChannel connection : held) {
        connection.close();
      }
    }
  }
}
