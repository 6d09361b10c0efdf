package dev.valise.hostile;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.chromium.ProcessIdentity;
import dev.valise.server.ServerProcess;
import dev.valise.testing.Await;
import dev.valise.testing.Shell;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The processes of browsers in rooms, when servers and sessions end. */
@Timeout(120)
class LifeAndDeathIT {
  private static final String STRICT = "--isolation=strict";

  /** What an interactive shell does with a command in the background. */
  private static final List<String> JOB_CONTROL =
      List.of("bash", "-c", "set -m; \"$@\" & wait", "bash");

  private List<ProcessHandle> frozen = List.of();

  /** A stopped process group that loses its parent is sent SIGHUP, if it is of the same session. */
  @Test
  void aFrozenBrowserOutlivesAServerThatAShellStarted(@TempDir Path data) throws Exception {
    OpenBrowser browser;
    try (ServerProcess shell = ServerProcess.start(JOB_CONTROL, Map.of(), data, STRICT)) {
      browser = OpenBrowser.start(shell, data, "main", "about:blank");
      try (Client client = Client.connect(browser.devTools())) {
        var cookie =
            Map.of("name", "login", "value", "x", "url", "https://example.com/", "expires", 4e9);
        client.call("Storage.setCookies", Map.of("cookies", List.of(cookie)));
      }
      ProcessHandle server = shell.children().findFirst().orElseThrow();
      freeze(server.children().findFirst().orElseThrow());
      server.destroyForcibly();
      server.onExit().get(20, TimeUnit.SECONDS);
    }
    assertThat(frozen).hasSizeGreaterThan(5).allMatch(LifeAndDeathIT::isStopped);

    try (ServerProcess next = ServerProcess.start(data, STRICT)) {
      JsonNode same = next.get("/browsers/" + browser.id());
      try (Client client = Client.connect(URI.create(same.path("cdp_ws_url").asText()))) {
        assertThat(client.call("Storage.getCookies", Map.of()).findValuesAsText("name"))
            .containsExactly("login");
      }
      assertThat(frozen)
          .filteredOn(LifeAndDeathIT::runs)
          .as(this::described)
          .hasSizeGreaterThan(5)
          .noneMatch(LifeAndDeathIT::isStopped);

      next.delete("/browsers/" + browser.id());
      JsonNode old = next.get("/browsers/" + browser.id() + "?include_deleted=true");
      assertThat(old.at("/save/version").asInt()).isEqualTo(1);
      assertThat(frozen).as(this::described).noneMatch(LifeAndDeathIT::runs);
    }
  }

  @AfterEach
  void endWhatIsFrozen() {
    frozen.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void theEndOfASessionEndsAllOfItWithItsHelpersAndNothingElse(@TempDir Path data)
      throws Exception {
    try (ServerProcess server = ServerProcess.start(data, STRICT)) {
      OpenBrowser one = OpenBrowser.start(server, data, "one", "about:blank");
      ProcessHandle first = server.children().findFirst().orElseThrow();
      OpenBrowser two = OpenBrowser.start(server, data, "two", "about:blank");
      // Beside both there may be a room that waits for the next browser.
      Stream<ProcessHandle> others =
          server
              .children()
              .filter(child -> child.pid() != first.pid())
              .filter(child -> family(child).anyMatch(LifeAndDeathIT::isChromium));
      List<ProcessIdentity> ofTwo = identities(others.flatMap(LifeAndDeathIT::family));
      List<ProcessIdentity> ofOne = new ArrayList<>(identities(family(first)));
      Set<String> rooms = pidNamespaces(ofOne);
      rooms.removeAll(pidNamespaces(ofTwo));
      rooms.removeAll(pidNamespaces(identities(Stream.of(ProcessHandle.current()))));
      // Those too that left the family.
      identities(ProcessHandle.allProcesses()).stream()
          .filter(process -> pidNamespace(process).filter(rooms::contains).isPresent())
          .forEach(ofOne::add);
      assertThat(ofOne).hasSizeGreaterThan(5);
      assertThat(ofTwo).hasSizeGreaterThan(5);
      assertThat(rooms).isNotEmpty();

      long start = System.nanoTime();
      server.delete("/browsers/" + one.id());
      System.out.printf(
          "a session of %d processes ended in %d ms%n",
          Set.copyOf(ofOne).size(), Duration.ofNanos(System.nanoTime() - start).toMillis());

      assertThat(ofOne).noneMatch(ProcessIdentity::isAlive);
      assertThat(ofTwo).allMatch(ProcessIdentity::isAlive);
      try (Client client = Client.connect(two.devTools())) {
        assertThat(client.call("Browser.getVersion", Map.of()).path("product").asText())
            .contains("Chrome");
      }
      server.delete("/browsers/" + two.id());
      assertThat(ofTwo).noneMatch(ProcessIdentity::isAlive);
      List<ProcessIdentity> waiting = identities(server.children().flatMap(LifeAndDeathIT::family));
      server.stop();
      assertThat(waiting).noneMatch(ProcessIdentity::isAlive);
    }
  }

  @Test
  void aRoomThatNobodyUsedEndsWithAServerThatIsKilled(@TempDir Path data) throws Exception {
    try (ServerProcess server = ServerProcess.start(data, STRICT)) {
      server.delete("/browsers/" + OpenBrowser.start(server, data, "one", "about:blank").id());
      Await.until(
          "a room waits",
          () ->
              server
                  .children()
                  .flatMap(LifeAndDeathIT::family)
                  .anyMatch(process ->
                      process.info().command().orElse("").endsWith("/bwrap")
                          || process.info().command().orElse("").endsWith("/socat")));
      List<ProcessIdentity> waiting = identities(server.children().flatMap(LifeAndDeathIT::family));
      assertThat(waiting).isNotEmpty();

      server.kill();

      Await.until("it is gone", () -> waiting.stream().noneMatch(ProcessIdentity::isAlive));
    }
  }

  /** As the server would; a browser can start processes meanwhile. */
  private void freeze(ProcessHandle first) throws Exception {
    while (true) {
      List<ProcessHandle> running = family(first).toList();
      if (Set.copyOf(frozen).equals(Set.copyOf(running))) {
        return;
      }
      frozen = running;
      for (ProcessHandle process : running) {
        // It may have ended meanwhile.
        Shell.run(Path.of("/"), "kill -STOP %d || true".formatted(process.pid()));
      }
    }
  }

  private String described() {
    return frozen.stream()
        .map(process ->
            "%d of %s, %s, %s"
                .formatted(
                    process.pid(),
                    process.parent().map(ProcessHandle::pid),
                    state(process),
                    process.info().commandLine()))
        .collect(joining("\n"));
  }

  /** Not those that have ended, for which the machine's first process is slow to ask. */
  private static boolean runs(ProcessHandle process) {
    return "-Z".indexOf(state(process)) < 0;
  }

  private static boolean isStopped(ProcessHandle process) {
    return state(process) == 'T';
  }

  private static char state(ProcessHandle process) {
    try {
      // The state comes after the name, which is in brackets (proc_pid_stat(5)).
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      // Gone.
      return '-';
    }
  }

  private static boolean isChromium(ProcessHandle process) {
    return process.info().command().filter(program -> program.endsWith("/chromium")).isPresent();
  }

  private static Stream<ProcessHandle> family(ProcessHandle ancestor) {
    return Stream.concat(Stream.of(ancestor), ancestor.descendants());
  }

  private static List<ProcessIdentity> identities(Stream<ProcessHandle> processes) {
    return processes
        .map(process -> ProcessIdentity.of(process.pid()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Set<String> pidNamespaces(List<ProcessIdentity> processes) {
    return processes.stream()
        .map(LifeAndDeathIT::pidNamespace)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  /** Empty for a process that is gone, or somebody else's. */
  private static Optional<String> pidNamespace(ProcessIdentity process) {
    try {
      Path link = Path.of("/proc/" + process.pid() + "/ns/pid");
      return Optional.of(Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
