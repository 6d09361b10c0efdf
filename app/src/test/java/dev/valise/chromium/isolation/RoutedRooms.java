package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.chromium.LaunchRequest;
import dev.valise.chromium.ProcessIdentity;
import dev.valise.chromium.RunningChromium;
import dev.valise.egress.policy.EgressRules;
import dev.valise.egress.policy.OwnAddresses;
import dev.valise.egress.policy.PacketRules;
import dev.valise.testing.Tab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link RoutedRoomsIT} runs in its own networks. */
class RoutedRooms extends RoomBrowsers {
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
  void onlyWhatIsPublicOrAllowedIsReached() throws Exception {
    RunningChromium browser = launch("10.1.0.9:80");
    assertThat(browser.confinement().tier().hasNamespaces()).isTrue();
    assertThat(directly(browser, "http://198.51.100.7/")).isEmpty();
    assertThat(directly(browser, "http://10.1.0.9/")).isEmpty();
    for (String closed :
        List.of(
            "10.1.0.9:81",
            "169.254.169.254",
            "203.0.113.10:8080",
            "127.0.0.1:8080",
            "[::1]:9222",
            "localhost:9222/json/version",
            "127.0.0.1:9222/json/version")) {
      assertThat(directly(browser, "http://" + closed)).as(closed).startsWith("net::ERR_");
    }
    assertThat(stunArrivesAt(browser, "198.51.100.7")).isTrue();
    assertThat(stunArrivesAt(browser, "10.1.0.9")).isFalse();
  }

  @Test
  void nothingOfItIsLeft() throws Exception {
    RunningChromium browser = launch();
    List<ProcessIdentity> processes = browser.processes();
    assertThat(processes).anyMatch(RoutedRooms::isPasta);
    browser.close(LIMIT);
    assertThat(processes).noneMatch(ProcessIdentity::isAlive);
  }

  private static boolean isPasta(ProcessIdentity process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/comm"))
          .matches("pas(ta|st).*\\s*");
    } catch (IOException e) {
      return false;
    }
  }

  private RunningChromium launch(String... allow) throws Exception {
    List<RoomNetwork.Rule> rules =
        PacketRules.of(EgressRules.parse(List.of(allow), List.of()), OwnAddresses.now()).stream()
            .map(rule ->
                new RoomNetwork.Rule(
                    rule.accepts(),
                    rule.network(),
                    rule.prefix(),
                    rule.ports().first(),
                    rule.ports().last()))
            .toList();
    return launch(
        LaunchRequest.on(folder.resolve("profile")).withNetwork(new RoomNetwork.Full(rules)));
  }

  private static boolean stunArrivesAt(RunningChromium browser, String address) throws Exception {
    try (Tab tab = Tab.open(browser.devTools(), "about:blank")) {
      tab.evaluate(
          """
          new Promise(done => {
            const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:%s:3478'}]});
            peer.createDataChannel('x');
            peer.onicecandidateerror = () => done('error');
            peer.onicegatheringstatechange = () =>
              peer.iceGatheringState === 'complete' && done('complete');
            peer.setLocalDescription();
            setTimeout(() => done('late'), 15000);
          })
          """
              .formatted(address));
    }
    return Files.size(Path.of(System.getenv("folder"), "stun-" + address)) > 0;
  }
}
