package dev.valise.chromium.landlock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.chromium.landlock.Confined.Outcome;
import dev.valise.testing.ThreadPlaces;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LandlockProcessesTest {
  private static final TcpRules NO_TCP = new TcpRules(Set.of(), Set.of());

  @TempDir Path folder;

  @Test
  void noThreadOfThisProcessStaysRestricted() throws Exception {
    Process process = start("grep", "NoNewPrivs", "/proc/self/status");
    process.onExit().get(10, TimeUnit.SECONDS);
    assertThat(Confined.outcome(process)).isEqualTo(new Outcome(0, "NoNewPrivs:\t1\n"));
    assertThat(ThreadPlaces.strays()).isEmpty();
    // The JDK's own way, later: its threads come from those that there are.
    new ProcessBuilder("true").start().onExit().get(10, TimeUnit.SECONDS);
    assertThat(ThreadPlaces.strays()).isEmpty();
  }

  @Test
  void onlyTheAllowedPortsCanBeConnectedTo() throws Exception {
    try (var allowed = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        var other = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Confined confined = Confined.to(new TcpRules(Set.of(allowed.getLocalPort()), Set.of()));
      assertThat(connect(confined, allowed.getLocalPort())).isEqualTo(new Outcome(0, "open\n"));
      assertThat(connect(confined, other.getLocalPort()).output()).contains("Permission denied");
    }
  }

  private static Outcome connect(Confined confined, int port) throws Exception {
    return confined.bash("exec 3<>/dev/tcp/127.0.0.1/" + port + " && echo open");
  }

  @Test
  void onlyTheAllowedPortsCanBeBound() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThat(bind(new TcpRules(Set.of(), Set.of()), 0)).contains("Permission denied");
    assertThat(bind(new TcpRules(Set.of(), Set.of(port)), port)).isEqualTo("bound\n");
    assertThat(bind(new TcpRules(Set.of(), Set.of(port)), 0)).contains("Permission denied");
    assertThat(bind(new TcpRules(Set.of(), Set.of(0)), 0)).isEqualTo("bound\n");
    assertThat(bind(new TcpRules(Set.of(), Set.of(0)), port)).contains("Permission denied");
  }

  /** The only program that listens and is on every machine that runs these tests is Java's own. */
  private String bind(TcpRules tcp, int port) throws Exception {
    Path java = Path.of(System.getProperty("java.home"));
    Path source =
        Files.writeString(
            folder.resolve("Bind.java"),
            """
            void main(String[] port) throws Exception {
              try (var socket = new java.net.ServerSocket()) {
                socket.bind(new java.net.InetSocketAddress(Integer.parseInt(port[0])));
                IO.println("bound");
              } catch (java.net.SocketException e) {
                IO.println(e.getMessage());
              }
            }
            """);
    return Confined.to(
            tcp, new FileRule(java, FileAccess.RUN), new FileRule(folder, FileAccess.OWN))
        .run(
            java.resolve("bin/java").toString(),
            "-Xshare:auto",
            "-XX:-UsePerfData",
            "-Djava.net.preferIPv4Stack=true",
            source.toString(),
            Integer.toString(port))
        .output();
  }

  @Test
  void theServersMemoryEnvironmentAndFilesAreOutOfReachInProc() throws Exception {
    String server = "/proc/" + ProcessHandle.current().pid();
    Confined confined = Confined.to();
    for (String file : List.of("environ", "maps", "mem", "root/etc/passwd", "cwd/pom.xml")) {
      assertThat(confined.run(Unprivileged.command("cat", server + "/" + file)).output())
          .as(file)
          .contains("Permission denied");
    }
    assertThat(confined.run(Unprivileged.command("ls", server + "/fd")).output())
        .contains("Permission denied");
  }

  @Test
  void aSignalReachesOnlyProcessesBehindTheSameRules() throws Exception {
    long server = ProcessHandle.current().pid();
    Confined confined = Confined.to();
    assertThat(confined.bash("kill -0 " + server).output()).contains("not permitted");
    assertThat(confined.bash("sleep 60 & kill $! && echo sent").output()).isEqualTo("sent\n");
  }

  @Test
  void itGetsNoDescriptorOfTheServerButTheOneItIsGiven() throws Exception {
    Path given = Files.createFile(folder.resolve("given"));
    try (var open = new ServerSocket(0)) {
      assertThat(open.isBound()).isTrue();
      Confined confined = Confined.to();
      assertThat(confined.run("ls", "/proc/self/fd").output()).isEqualTo("0\n1\n2\n3\n");
      Process process =
          confined
              .landlock()
              .start(
                  Confined.builder("bash", "-c", "echo word >&3; cat " + given),
                  confined.rules(),
                  given);
      assertThat(Confined.outcome(process).output()).contains("Permission denied");
      assertThat(given).hasContent("word\n");
    }
  }

  private static Process start(String... command) throws IOException {
    return Landlock.ofThisMachine().orElseThrow().start(Confined.builder(command), rules());
  }

  private static LandlockRules rules() {
    return new LandlockRules(
        new BrowserFiles(Path.of("/usr/bin"), List.of(), false).rules(), NO_TCP);
  }
}
