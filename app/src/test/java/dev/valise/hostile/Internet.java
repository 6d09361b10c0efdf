package dev.valise.hostile;

import dev.valise.testing.Shell;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All that a machine can reach: this process has every address that there is. */
final class Internet implements AutoCloseable {
  static final String PUBLIC = "198.51.100.7";
  static final String PRIVATE = "10.1.0.9";
  static final String BENCHMARKING = "198.18.0.9";

  /** Where services of the machine itself listen, and those that browsers may reach. */
  static final int MACHINE_PORT = 8080;

  static final int OPEN_PORT = 8090;

  static final int HTTP_PORT = 80;

  /** Where only the private address answers. */
  static final int PRIVATE_PORT = 8082;

  /** Where only connections count. */
  static final int SILENT_PORT = 8083;

  static final int SOCKS_PORT = 1080;

  private static final List<String> ADDRESSES =
      List.of(
          PUBLIC,
          NameServer.ADDRESS,
          PRIVATE,
          "169.254.169.254",
          "192.168.7.7",
          "172.16.0.9",
          "100.64.0.9",
          BENCHMARKING,
          "fd00:ec2::254",
          // Gateways would lead from these to 10.1.0.9.
          "64:ff9b::a01:9",
          "2002:a01:9::1");

  private final Machine machine;
  private final Arrivals arrivals = new Arrivals();

  private Internet(Machine machine) {
    this.machine = machine;
  }

  static Internet make(Path folder) throws Exception {
    var internet = new Internet(Machine.make(folder, ADDRESSES));
    Path resolver = folder.resolve("resolv.conf");
    Files.writeString(resolver, "nameserver %s%n".formatted(NameServer.ADDRESS));
    // Seen by this process and those that it starts.
    Shell.run(folder, "mount --bind '%s' /etc/resolv.conf".formatted(resolver));
    internet.serve();
    return internet;
  }

  private void serve() throws IOException {
    for (int port : List.of(HTTP_PORT, SOCKS_PORT, SILENT_PORT)) {
      listen(new InetSocketAddress(port));
    }
    listen(new InetSocketAddress(PRIVATE, PRIVATE_PORT));
    WebService.serve(machine.listen(MACHINE_PORT), arrivals);
    WebService.serve(machine.listen(OPEN_PORT), arrivals);
    Datagrams.serve(
        new InetSocketAddress(NameServer.ADDRESS, NameServer.PORT), new NameServer(arrivals));
    for (String address : List.of(PUBLIC, PRIVATE, BENCHMARKING)) {
      var at = new InetSocketAddress(address, Stun.PORT);
      Datagrams.serve(at, new Stun(at, arrivals));
    }
  }

  private void listen(InetSocketAddress address) throws IOException {
    WebService.serve(ServerSocketChannel.open().bind(address), arrivals);
  }

  Machine machine() {
    return machine;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  @Override
  public void close() throws IOException {
    machine.close();
  }
}
