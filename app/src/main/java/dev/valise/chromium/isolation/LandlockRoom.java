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
  private final RoomLayout layout;
  private final Optional<ServerSocketChannel> proxyListener;
  private final Optional<OwnUser> user;

  private LandlockRoom(
      Rooms.ByLandlock means,
      RoomRequest request,
      RoomLayout layout,
      Optional<ServerSocketChannel> proxyListener,
      Optional<OwnUser> user) {
    this.means = means;
    this.request = request;
    this.layout = layout;
    this.proxyListener = proxyListener;
    this.user = user;
  }

  static LandlockRoom open(Rooms.ByLandlock means, RoomRequest request) throws IOException {
    if (request.route().isPresent()) {
      throw new IOException("a room without namespaces has no route of its own");
    }
    int port = means.ports().take();
    Optional<ServerSocketChannel> listener = Optional.empty();
    boolean isOpen = false;
    try {
      Path home = furnish(request);
      int proxyPort = NOBODYS_PORT;
      if (request.isProxied()) {
        listener = Optional.of(listen(ANY_PORT));
        proxyPort = listener.get().socket().getLocalPort();
      }
      Optional<OwnUser> user =
          means.users().isPresent()
              ? Optional.of(means.users().get().take(request.scratch(), own(request, home)))
              : Optional.empty();
      var layout = new RoomLayout(request.profile(), home, home, home, port, proxyPort);
      isOpen = true;
      return new LandlockRoom(means, request, layout, listener, user);
    } finally {
      if (!isOpen) {
        means.ports().giveBack(port);
        if (listener.isPresent()) {
          listener.get().close();
        }
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

  private static Path furnish(RoomRequest request) throws IOException {
    Path home = request.scratch().resolve(HOME);
    PrivateFiles.deleteTree(home);
    PrivateFiles.createFolder(home);
    if (request.downloads().isPresent()) {
      Files.createSymbolicLink(home.resolve("Downloads"), request.downloads().get());
    }
    return home;
  }

  private static List<Path> own(RoomRequest request, Path home) {
    List<Path> own = new ArrayList<>(List.of(home, request.profile()));
    request.downloads().ifPresent(own::add);
    return own;
  }

  @Override
  public Process start(List<String> arguments, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>();
    user.ifPresent(own -> command.addAll(own.stepDown(means.programs())));
    command.add(request.executable().toString());
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(request.limits().commandWithOpenEntry(command))
            .directory(layout.home().toFile())
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Optional<Path> group = request.limits().group().map(Cgroup::entry);
    return group.isPresent()
        ? means.landlock().start(builder, rules(), group.get())
        : means.landlock().start(builder, rules());
  }

  private LandlockRules rules() {
    Path installation = Objects.requireNonNull(request.executable().getParent());
    List<Path> own = own(request, layout.home());
    var files = new BrowserFiles(installation, own, means.chromiumSandbox());
    Set<Integer> outside = proxyListener.isPresent() ? Set.of(layout.proxyPort()) : Set.of();
    return new LandlockRules(files.rules(), new TcpRules(outside, Set.of(layout.devToolsPort())));
  }

  @Override
  public RoomLayout layout() {
    return layout;
  }

  @Override
  public DevToolsEndpoint.Route devTools() {
    return new TcpRoute(Network.HOST, LOOPBACK, layout.devToolsPort());
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
  public OptionalInt user() {
    return user.map(own -> OptionalInt.of(own.uid())).orElseGet(OptionalInt::empty);
  }

  @Override
  public void close() throws IOException {
    try {
      if (proxyListener.isPresent()) {
        proxyListener.get().close();
      }
      if (user.isPresent()) {
        user.get().close();
      }
    } finally {
      means.ports().giveBack(layout.devToolsPort());
    }
  }
}
