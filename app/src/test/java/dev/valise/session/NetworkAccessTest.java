package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.catalog.JdbcCatalog;
import dev.valise.catalog.OrganisationRecords;
import dev.valise.chromium.isolation.RoomNetwork;
import dev.valise.egress.policy.EgressRules;
import dev.valise.egress.policy.Host;
import dev.valise.egress.policy.LoopbackPorts;
import dev.valise.egress.policy.Verdict;
import dev.valise.model.NetworkMode;
import dev.valise.model.NetworkRules;
import dev.valise.model.OrganisationId;
import dev.valise.model.Refusal;
import dev.valise.testing.Ids;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the rules of a server, of an organisation and of a browser come together. */
class NetworkAccessTest {
  private static final String NO_RULE = "-";
  private static final String PRIVATE = "10.1.0.9";

  private JdbcCatalog catalog;
  private OrganisationRecords organisations;
  private OrganisationId organisation;

  @BeforeEach
  void open(@TempDir Path folder) {
    catalog = JdbcCatalog.sqlite(folder.resolve("catalog.db"));
    organisations = catalog.organisations();
    organisation = organisations.findOrCreate("acme", Ids.fresh().organisation(), Instant.EPOCH);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @ParameterizedTest
  @CsvSource({
    // each allow, then deny: of the server, of the organisation, of the browser
    "-, -, -, -, -, -, denied",
    "10.1.0.9, -, -, -, -, -, allowed",
    "-, -, 10.0.0.0/8, -, -, -, allowed",
    "-, -, -, -, 10.1.0.9:80, -, allowed",
    "10.1.0.8, -, 10.1.0.7, -, 10.1.0.9, -, allowed",
    "10.1.0.8, -, 10.1.0.7, -, 10.1.0.6, -, denied",
    "-, 10.1.0.9, 10.1.0.9, -, 10.1.0.9, -, denied",
    "10.1.0.9, -, -, 10.0.0.0/8, 10.1.0.9, -, denied",
    "10.1.0.9, -, 10.1.0.9, -, -, 10.1.0.9:80, denied",
    "10.1.0.9, 10.1.0.9:81, 10.1.0.9, 10.1.0.8, 10.1.0.9, 10.1.0.9:443, allowed",
  })
  void anyDenyBeatsAnyAllowAndAllowsAddUp(
      String serverAllow,
      String serverDeny,
      String allow,
      String deny,
      String browserAllow,
      String browserDeny,
      String verdict)
      throws Exception {
    organisations.setNetwork(organisation, rules(allow, deny));
    var access = access(rules(serverAllow, serverDeny), true);
    assertThat(judge(access, rules(browserAllow, browserDeny), PRIVATE)).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1:3001", "127.0.0.0/8", "0.0.0.0/0", "localhost"})
  void loopbackIsOpenedByNoRule(String rule) throws Exception {
    organisations.setNetwork(organisation, rules(rule, NO_RULE));
    var access = access(rules(rule, NO_RULE), true);
    var address = InetAddress.ofLiteral("127.0.0.1");
    var policy = access.policy(organisation, request(rules(rule, NO_RULE)));
    Optional<Host.Name> localhost = Optional.of(new Host.Name("localhost"));
    assertThat(policy.judge(localhost, address, 3000)).isInstanceOf(Verdict.Allowed.class);
    assertThat(policy.judge(localhost, address, 3001)).isInstanceOf(Verdict.Denied.class);
  }

  @Test
  void aServerCanKeepClientsFromOpeningAnything() throws Exception {
    organisations.setNetwork(organisation, rules("10.1.0.9", "10.1.0.8"));
    var access = access(rules("10.1.0.8", NO_RULE), false);

    // What the organisation allowed before does not count any more, what it denies does.
    assertThat(judge(access, NetworkRules.NONE, PRIVATE)).isEqualTo("denied");
    assertThat(judge(access, NetworkRules.NONE, "10.1.0.8")).isEqualTo("denied");
    for (NetworkRequest opening :
        List.of(
            request(rules("10.1.0.9", NO_RULE)),
            NetworkRequest.of(
                NetworkMode.PROXIED, NetworkRules.NONE, Optional.of("http://p.example")))) {
      assertThatThrownBy(() -> access.open(organisation, opening))
          .isInstanceOf(Refusal.Forbidden.class)
          .hasMessageContaining("--network-allow-by-clients");
    }
    assertThat(access.open(organisation, request(rules(NO_RULE, "ads.example"))).ofRooms())
        .isEqualTo(new RoomNetwork.Proxied());
  }

  @Test
  void anOrganisationSaysNoMoreThanItMay() {
    var lists =
        new OrganisationNetworks(organisations, server(NetworkRules.NONE, false), () -> true);
    assertThatThrownBy(() -> lists.replace(organisation, rules("10.1.0.9", NO_RULE)))
        .isInstanceOf(Refusal.Forbidden.class);
    assertThatThrownBy(() -> lists.replace(organisation, rules(NO_RULE, "10.0.0.0/33")))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("\"10.0.0.0/33\"");
    assertThat(lists.find(organisation)).isEqualTo(NetworkRules.NONE);

    lists.replace(organisation, rules(NO_RULE, "ads.example"));
    assertThat(lists.find(organisation)).isEqualTo(rules(NO_RULE, "ads.example"));
    assertThat(lists.warnings(organisation)).isEmpty();
  }

  @Test
  void whatOfItsRulesDoesNotHoldIsSaid() {
    var lists =
        new OrganisationNetworks(organisations, server(NetworkRules.NONE, false), () -> false);
    assertThat(lists.warnings(organisation)).isEmpty();
    organisations.setNetwork(organisation, rules("10.1.0.9", NO_RULE));
    assertThat(lists.warnings(organisation))
        .satisfiesExactly(
            plain -> assertThat(plain).contains("plain processes"),
            allow -> assertThat(allow).contains("--network-allow-by-clients"));
  }

  @Test
  void aSessionTellsWhatItHas() {
    NetworkRequest request =
        NetworkRequest.of(
            NetworkMode.PROXIED,
            rules("10.1.0.9", "*.Example.com"),
            Optional.of("socks5://anna:s3cret@[fd00::1]:1081"));
    var report = access(NetworkRules.NONE, true).open(organisation, request).report().orElseThrow();
    assertThat(report.mode()).isEqualTo("proxied");
    assertThat(report.rules()).isEqualTo(rules("10.1.0.9", "*.Example.com"));
    assertThat(report.upstream()).contains("[fd00:0:0:0:0:0:0:1]:1081");

    var none = new NetworkRequest(NetworkMode.NONE, NetworkRules.NONE, request("").upstream());
    SessionNetwork without = access(NetworkRules.NONE, true).open(organisation, none);
    assertThat(without.ofRooms()).isEqualTo(new RoomNetwork.None());
    assertThat(without.report().orElseThrow().mode()).isEqualTo("none");
  }

  @Test
  void aFullNetworkIsRefusedWhereSomebodyDeniesNames() {
    var full = new NetworkRequest(NetworkMode.FULL, NetworkRules.NONE, request("").upstream());
    assertThat(access(NetworkRules.NONE, true).open(organisation, full).ofRooms())
        .isInstanceOf(RoomNetwork.Full.class);
    NetworkAccess ofServer = access(rules(NO_RULE, "ads.example"), true);
    assertThatThrownBy(() -> ofServer.open(organisation, full))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("ads.example");
    organisations.setNetwork(organisation, rules(NO_RULE, "*.tracker.example"));
    assertThatThrownBy(() -> access(NetworkRules.NONE, true).open(organisation, full))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("*.tracker.example");
  }

  private static NetworkRequest request(String allow) {
    return request(rules(allow.isEmpty() ? NO_RULE : allow, NO_RULE));
  }

  private static NetworkRequest request(NetworkRules rules) {
    return NetworkRequest.of(NetworkMode.PROXIED, rules, Optional.empty());
  }

  /** With at most one rule each. */
  private static NetworkRules rules(String allow, String deny) {
    return new NetworkRules(list(allow), list(deny));
  }

  private static List<String> list(String rule) {
    return rule.equals(NO_RULE) ? List.of() : List.of(rule);
  }

  private NetworkAccess access(NetworkRules rules, boolean allowByClients) {
    return new NetworkAccess(server(rules, allowByClients), organisations);
  }

  private static ServerNetwork server(NetworkRules rules, boolean allowByClients) {
    return new ServerNetwork(
        EgressRules.parse(rules.allow(), rules.deny()),
        LoopbackPorts.parse("3000"),
        allowByClients,
        address -> false,
        name -> {
          throw new UnknownHostException(name);
        });
  }

  private String judge(NetworkAccess access, NetworkRules browser, String address) {
    Verdict verdict =
        access
            .policy(organisation, request(browser))
            .judge(Optional.empty(), InetAddress.ofLiteral(address), 80);
    return verdict instanceof Verdict.Allowed ? "allowed" : "denied";
  }
}
