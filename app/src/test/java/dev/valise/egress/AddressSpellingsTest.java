package dev.valise.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.egress.policy.Host;
import dev.valise.egress.policy.LoopbackPorts;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every way to write loopback, the metadata address and their like, through a real proxy. */
@Timeout(60)
class AddressSpellingsTest {
  private static final int NOT_ALLOWED = 2;

  static final List<String> LOOPBACK =
      List.of(
          "127.0.0.1",
          "127.0.0.1.",
          "127.1",
          "127.0.1",
          "2130706433",
          "017700000001",
          "0x7f000001",
          "0x7F.1",
          "0X7f.0.0.0x1",
          "0177.0.0.01",
          "::ffff:127.0.0.1",
          "::FFFF:7f00:1",
          "0:0:0:0:0:ffff:127.0.0.1",
          "localhost",
          "LocalHost.",
          "anything.localhost");

  static final List<String> OTHERS =
      List.of(
          "0",
          "0.0.0.0",
          "0x0",
          "::",
          "0:0:0:0:0:0:0:0",
          "::127.0.0.1",
          "::ffff:0:127.0.0.1",
          "64:ff9b::127.0.0.1",
          "64:ff9b::7f00:1",
          "2002:7f00:1::",
          "::1%1",
          "::1%lo",
          "fe80::1",
          "fe80::1%lo",
          "fe80::1%25lo",
          "[::1]",
          "[127.0.0.1]",
          "169.254.169.254",
          "2852039166",
          "0xa9fea9fe",
          "0251.0376.0251.0376",
          "::ffff:169.254.169.254",
          "::ffff:a9fe:a9fe",
          "fd00:ec2::254",
          "FD00:EC2::254",
          "10.1.0.9",
          "192.168.7.7",
          "172.16.0.1",
          "100.64.0.1",
          "198.18.0.1",
          "224.0.0.1",
          "255.255.255.255",
          "127.0.0.1\0",
          "127.0.0.1\0.example.com",
          "\0",
          "",
          "127.0.0.1..",
          "127.0.0.256",
          "127.0.0.1 ",
          "１２７.0.0.1",
          "x".repeat(255));

  @ParameterizedTest
  @FieldSource("LOOPBACK")
  void loopbackIsShut(String host) throws Exception {
    try (var server = TestServer.echo();
        var proxy = TestProxy.of(TestProxy.direct(TestProxy.policy(LoopbackPorts.NONE)));
        var client = proxy.client()) {
      assertThat(client.ask(host, server.port())).isEqualTo(NOT_ALLOWED);
      assertThat(client.receiveAll()).isEmpty();
      assertThat(server.accepted()).isZero();
    }
  }

  /** Without the policy, each of them would have got through. */
  @ParameterizedTest
  @FieldSource("LOOPBACK")
  void whereItIsOpenEachOfThemLeadsThere(String host) throws Exception {
    try (var server = TestServer.echo();
        var proxy =
            TestProxy.of(
                TestProxy.direct(
                    TestProxy.policy(LoopbackPorts.parse(String.valueOf(server.port())))));
        var client = proxy.connected(host, server.port())) {
      client.send("hello");
      assertThat(client.receiveText(5)).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @FieldSource("OTHERS")
  void othersAreShutEvenWhereLoopbackIsOpen(String host) throws Exception {
    try (var server = TestServer.echo();
        var proxy = TestProxy.of(TestProxy.open());
        var client = proxy.client()) {
      assertThat(client.ask(host, server.port())).isEqualTo(NOT_ALLOWED);
      assertThat(server.accepted()).isZero();
    }
  }

  @ParameterizedTest
  @FieldSource("BINARY")
  void addressesInBinaryAreJudgedAsWell(String address) throws Exception {
    try (var proxy = TestProxy.of(TestProxy.direct(TestProxy.policy(LoopbackPorts.NONE)));
        var client = proxy.client()) {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      byte[] request = SocksClient.request(1, bytes.length == 4 ? 1 : 4, bytes, 80);
      assertThat(client.ask(request)).isEqualTo(NOT_ALLOWED);
    }
  }

  static final List<String> BINARY =
      List.of("127.0.0.1", "0.0.0.0", "169.254.169.254", "10.1.0.9", "::1", "::", "fe80::1");

  @Test
  void anIpv4AddressInSixteenBytesIsAnIpv4Address() throws Exception {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    mapped[12] = 127;
    mapped[15] = 1;
    try (var server = TestServer.echo();
        var shut = TestProxy.of(TestProxy.direct(TestProxy.policy(LoopbackPorts.NONE)));
        var open = TestProxy.of(TestProxy.open());
        var refused = shut.client();
        var served = open.client()) {
      byte[] request = SocksClient.request(1, 4, mapped, server.port());
      assertThat(refused.ask(request)).isEqualTo(NOT_ALLOWED);
      assertThat(server.accepted()).isZero();
      assertThat(served.ask(request)).isZero();
    }
  }

  @Test
  void thisMachinesOwnAddressesAreShut() throws Exception {
    try (var server = TestServer.at("::", 0, TestServer::echo);
        var proxy = TestProxy.of(TestProxy.direct(TestProxy.policy(LoopbackPorts.NONE)))) {
      for (InetAddress address :
          NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList()) {
        try (var client = proxy.client()) {
          byte[] request = SocksClient.connectRequest(new Host.Address(address), server.port());
          assertThat(client.ask(request)).as("%s", address).isEqualTo(NOT_ALLOWED);
        }
      }
      assertThat(server.accepted()).isZero();
    }
  }
}
