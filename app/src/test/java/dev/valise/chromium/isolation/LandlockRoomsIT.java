package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.valise.chromium.ChromiumInstallation;
import dev.valise.chromium.ChromiumLauncher;
import dev.valise.chromium.CloseReport;
import dev.valise.chromium.LaunchRequest;
import dev.valise.chromium.ProcessIdentity;
import dev.valise.chromium.RunningChromium;
import dev.valise.chromium.landlock.Landlock;
import dev.valise.chromium.landlock.OlderKernel;
import dev.valise.testing.Tab;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** Rooms of rules: what works without namespaces, here for whoever runs the tests. */
@Timeout(120)
class LandlockRoomsIT extends RoomContract {
  private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");

  @BeforeAll
  @Override
  void probe() {
    boolean isThere = Landlock.ofThisMachine().isPresent();
    assumeTrue(isThere, () -> String.join("; ", RoomProbe.run(wanted(), subject()).obstacles()));
    super.probe();
  }

  @Override
  Isolation wanted() {
    return Isolation.BASIC;
  }

  @Override
  Tier expectedTier() {
    return Tier.LANDLOCK;
  }

  @Override
  Path seen(Path profile) {
    return profile;
  }

  @Override
  Path seenDownloads(Path downloads) {
    return downloads;
  }

  @Test
  void theDevToolsOfNoBrowserCanBeReachedFromAPage() throws Exception {
    RunningChromium one = launch(folder.resolve("one"));
    RunningChromium two = launch(folder.resolve("two"));
    for (RunningChromium target : List.of(one, two)) {
      String url = "http://127.0.0.1:" + target.devTools().uri().getPort() + "/json/version";
      assertThat(directly(one, url)).isEqualTo("net::ERR_NETWORK_ACCESS_DENIED");
    }
  }

  @Test
  void theProxyOfAnotherBrowserCannotBeUsed() throws Exception {
    RunningChromium one = launch(folder.resolve("one"));
    RunningChromium two = launch(folder.resolve("two"));
    int own = one.proxyListener().orElseThrow().socket().getLocalPort();
    int other = two.proxyListener().orElseThrow().socket().getLocalPort();
    assertThat(directly(one, "http://127.0.0.1:" + other + "/"))
        .isEqualTo("net::ERR_NETWORK_ACCESS_DENIED");
    one.proxyListener().orElseThrow().close();
    assertThat(directly(one, "http://127.0.0.1:" + own + "/"))
        .isEqualTo("net::ERR_CONNECTION_REFUSED");
  }

  @Test
  void aPageSendsNoUdp() throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    try (var stun = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Tab tab = Tab.open(browser.devTools(), "about:blank")) {
      String gathering =
          """
          new Promise(done => {
            window.peer = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:%d'}]});
            peer.onicegatheringstatechange = () => {
              if (peer.iceGatheringState === 'complete') done('complete');
            };
            peer.createDataChannel('x');
            peer.createOffer().then(offer => peer.setLocalDescription(offer));
          })
          """
              .formatted(stun.getLocalPort());
      assertThat(tab.evaluate(gathering)).isEqualTo("complete");
      stun.setSoTimeout(1);
      assertThatThrownBy(() -> stun.receive(new DatagramPacket(new byte[64], 64)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void downloadsElsewhereAreCanceled() throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    RunningChromium other = launch(folder.resolve("other"));
    for (Path elsewhere : List.of(folder, folder.resolve("other"), Path.of("/var/tmp"))) {
      assertThat(download(browser, "planted.txt", elsewhere)).isEqualTo("canceled");
      assertThat(elsewhere.resolve("planted.txt")).doesNotExist();
    }
    assertThat(other.onExit()).isNotDone();
  }

  @Test
  void whatIsNotGuaranteedIsSaid() throws Exception {
    RunningChromium browser = launch(folder.resolve("profile"));
    assertThat(browser.confinement().tier()).isEqualTo(Tier.LANDLOCK);
    assertThat(browser.confinement().notGuaranteed())
        .anyMatch(words -> words.startsWith("UDP"))
        .anyMatch(words -> words.startsWith("DevTools and the proxy are open"))
        .noneMatch(words -> words.contains("sandbox is off"));
  }

  @Test
  void aBrowserOfRootHasAUserOfItsOwn() throws Exception {
    Path profile = folder.resolve("profile");
    RunningChromium browser = launch(profile);
    Object uid = Files.getAttribute(profile, "unix:uid");
    for (ProcessIdentity process : browser.processes()) {
      assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/status")))
          .contains("\nUid:\t" + uid, "\nNoNewPrivs:\t1");
    }
    // Those of Chromium's sandbox have some, in a namespace of their own.
    assertThat(Files.readString(Path.of("/proc/" + browser.pid() + "/status")))
        .contains("\nCapPrm:\t0000000000000000");
    assertThat(uid.equals(0)).isFalse();
    assertThat(uid.equals(Files.getAttribute(folder, "unix:uid"))).isEqualTo(!IS_ROOT);
  }

  @Test
  void aPortThatSomebodyTakesMeanwhileIsNoObstacle() throws Exception {
    List<Integer> tried = new ArrayList<>();
    Rooms rooms = rooms(Landlock.ofThisMachine().orElseThrow(), new DevToolsPorts(tried::add));
    try (var thief = new ServerSocket()) {
      int first = new DevToolsPorts().take();
      thief.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), first));
      RunningChromium browser = launchIn(rooms);
      try {
        assertThat(tried).hasSizeGreaterThan(1).contains(first);
        assertThat(browser.devTools().uri().getPort()).isEqualTo(tried.getLast());
      } finally {
        browser.kill();
      }
    }
  }

  @Test
  void theFirstKernelsWithRulesProtectFilesAndSayWhatTheyDoNot() throws Exception {
    RunningChromium browser = launchIn(rooms(OlderKernel.withAbi(1), new DevToolsPorts()));
    try {
      assertThat(text(browser, "file:///etc/shadow")).contains("ERR_");
      assertThat(text(browser, "file:///etc/passwd")).contains("ERR_ACCESS_DENIED");
      assertThat(browser.confinement().notGuaranteed())
          .anyMatch(words -> words.contains("Linux is older than 6.7"));
    } finally {
      assertThat(browser.close(LIMIT)).isInstanceOf(CloseReport.Clean.class);
    }
  }

  private static Rooms rooms(Landlock landlock, DevToolsPorts ports) {
    Optional<OwnUsers> users =
        IS_ROOT ? Optional.of(new OwnUsers(new SlotUids(), new Passage(data))) : Optional.empty();
    return new Rooms.ByLandlock(landlock, Programs.on(System.getenv("PATH")), ports, users, true);
  }

  private RunningChromium launchIn(Rooms rooms) throws InterruptedException {
    var launcher =
        new ChromiumLauncher(
            ChromiumInstallation.find(System.getenv()),
            System.getenv(),
            () -> Optional.of(rooms),
            LIMITER);
    return launcher.launch(LaunchRequest.on(folder.resolve("profile")).withStartLimit(LIMIT));
  }

  @Test
  @EnabledIf("isRoot")
  void aProcessThatHidesEndsWithItsBrowser() throws Exception {
    Path profile = folder.resolve("profile");
    RunningChromium browser = launch(profile);
    String uid = Files.getAttribute(profile, "unix:uid").toString();
    // Neither descends from the browser nor is in its session nor has its paths.
    List<String> command =
        List.of("setpriv", "--reuid", uid, "--clear-groups", "sh", "-c", "echo; exec sleep 600");
    Process hidden = new ProcessBuilder(command).start();
    assertThat(hidden.inputReader().readLine()).isEmpty();
    browser.kill();
    assertThat(hidden.onExit()).succeedsWithin(LIMIT);
  }

  static boolean isRoot() {
    return IS_ROOT;
  }
}
