package dev.valise.chromium.isolation;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.cdp.Network;
import dev.valise.cdp.TcpRoute;
import dev.valise.chromium.isolation.OwnUsers.OwnUser;
import dev.valise.chromium.landlock.BrowserFiles;
import dev.valise.chromium.landlock.LandlockRules;
import dev.valise.chromium.landlock.TcpRules;
import dev.valise.chromium.limits.Cgroup;
import dev.valise.disk.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A room of rules: the browser is a process of the machine like any other, with the machine's paths
 * and loopback, and the kernel refuses it all but its own files and two ports of TCP.
 */
final class LandlockRoom implements Room {

  /** In the scratch folder, of which the browser may touch nothing else. */
  private static final String HOME = "home";

  static final String LOOPBACK = "127.0.0.1";
  private static final int BACKLOG = 128;
  private static final int ANY_PORT = 0;

  /** For a browser without a network; the rules let it connect to none. */
  private static final int NOBODYS_PORT = 1;

  private final Rooms.ByLandlock means;
  private final RoomRequest request;
  private final Path home;
  private final int port;
  private final Optional<ServerSocketChannel> proxyListener;
  private Optional<OwnUser> user = Optional.empty();

  private LandlockRoom(
      Rooms.ByLandlock means,
      RoomRequest request,
      int port,
      Optional<ServerSocketChannel> proxyListener) {
    this.means = means;
    this.request = request;
    this.home = request.scratch().resolve(HOME);
    this.port = port;
    this.proxyListener = proxyListener;
  }

  static LandlockRoom open(Rooms.ByLandlock means, RoomRequest request) throws IOException {
    if (request.route().isPresent()) {
      throw new IOException("a room without namespaces has no route of its own");
    }
    int port = means.ports().take();
    boolean isOpen = false;
    try {
      Optional<ServerSocketChannel> listener =
          request.isProxied() ? Optional.of(listen(ANY_PORT)) : Optional.empty();
      isOpen = true;
      return new LandlockRoom(means, request, port, listener);
    } finally {
      if (!isOpen) {
        means.ports().giveBack(port);
      }
    }
  }

  /** On a port of the machine's loopback. */
  static ServerSocketChannel listen(int port) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    try {
      return listener.bind(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port), BACKLOG);
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  private void furnish(BrowserFolders folders) throws IOException {
    PrivateFiles.deleteTree(home);
    PrivateFiles.createFolder(home);
    if (folders.downloads().isPresent()) {
      Files.createSymbolicLink(home.resolve("Downloads"), folders.downloads().get());
    }
  }

  private List<Path> own(BrowserFolders folders) {
    List<Path> own = new ArrayList<>(List.of(home));
    own.addAll(folders.all());
    return own;
  }

  /** Gives the browser what is its own, and a user to have it. */
  private synchronized Optional<OwnUser> settle(BrowserFolders folders) throws IOException {
    furnish(folders);
    if (means.users().isPresent()) {
      user = Optional.of(means.users().get().take(request.scratch(), own(folders)));
    }
    return user;
  }

  @Override
  public Process start(
      BrowserFolders folders, List<String> arguments, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>();
    settle(folders).ifPresent(own -> command.addAll(own.stepDown(means.programs())));
    command.add(request.executable().toString());
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(request.limits().commandWithOpenEntry(command))
            .directory(home.toFile())
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Optional<Path> group = request.limits().group().map(Cgroup::entry);
    return group.isPresent()
        ? means.landlock().start(builder, rules(folders), group.get())
        : means.landlock().start(builder, rules(folders));
  }

  private LandlockRules rules(BrowserFolders folders) {
    Path installation = Objects.requireNonNull(request.executable().getParent());
    var files = new BrowserFiles(installation, own(folders), means.chromiumSandbox());
    Set<Integer> outside = proxyListener.isPresent() ? Set.of(proxyPort()) : Set.of();
    return new LandlockRules(files.rules(), new TcpRules(outside, Set.of(port)));
  }

  private int proxyPort() {
    return proxyListener.map(listener -> listener.socket().getLocalPort()).orElse(NOBODYS_PORT);
  }

  @Override
  public RoomLayout layout(BrowserFolders folders) {
    return new RoomLayout(folders.profile(), home, home, home, port, proxyPort());
  }

  @Override
  public DevToolsEndpoint.Route devTools() {
    return new TcpRoute(Network.HOST, LOOPBACK, port);
  }

  @Override
  public Optional<ServerSocketChannel> proxyListener() {
    return proxyListener;
  }

  @Override
  public Optional<NamespaceInit> init() {
    return Optional.empty();
  }

  @Override
  public synchronized OptionalInt user() {
    return user.map(own -> OptionalInt.of(own.uid())).orElseGet(OptionalInt::empty);
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      if (proxyListener.isPresent()) {
        proxyListener.get().close();
      }
      if (user.isPresent()) {
        user.get().close();
      }
    } finally {
      means.ports().giveBack(port);
    }
  }
}
