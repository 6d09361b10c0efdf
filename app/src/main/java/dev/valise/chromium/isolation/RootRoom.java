package dev.valise.chromium.isolation;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.cdp.TcpRoute;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A room made by root: the network and the mounts by a thread of the server, from which bubblewrap
 * inherits them, the rest by bubblewrap, and inside it the step down to a user id of the browser's
 * own. Bubblewrap itself stays root, so that the folders may be private to root, and what stands in
 * {@code /proc/1} too.
 */
final class RootRoom implements Room {
  private static final int ROOT = 0;

  private final Programs programs;
  private final RoomRequest request;
  private final PreparedRoom prepared;
  private final Owners owners;
  private final Optional<ServerSocketChannel> proxyListener;
  private final RoomStatus status;

  private RootRoom(
      Programs programs,
      RoomRequest request,
      PreparedRoom prepared,
      Optional<ServerSocketChannel> proxyListener) {
    this.programs = programs;
    this.request = request;
    this.prepared = prepared;
    this.proxyListener = proxyListener;
    this.owners = new Owners(ROOT, prepared.uid(), prepared.owners());
    this.status = new RoomStatus(request.scratch());
  }

  static RootRoom open(Programs programs, RoomRequest request, PreparedRooms rooms)
      throws IOException {
    PreparedRoom prepared = rooms.take(request.network());
    try {
      Furniture.place(request.scratch().resolve("etc"), prepared.uid(), request.network());
      Optional<ServerSocketChannel> listener =
          request.isProxied()
              ? Optional.of(prepared.network().listen(Inside.PROXY_PORT))
              : Optional.empty();
      return new RootRoom(programs, request, prepared, listener);
    } catch (IOException | RuntimeException e) {
      try (prepared) {
        throw e;
      }
    }
  }

  @Override
  public Process start(List<String> arguments, Map<String, String> environment) throws IOException {
    var view =
        new BubblewrapView()
            .namespaces()
            .environment(environment)
            .system(new Furniture(request.scratch().resolve("etc")), request.executable())
            .places(request)
            .status();
    List<String> bubblewrap = new ArrayList<>(status.opening());
    bubblewrap.add(programs.path("bwrap"));
    bubblewrap.addAll(List.of("--args", Integer.toString(BubblewrapView.ARGUMENTS), "--"));
    bubblewrap.addAll(StepDown.to(prepared.uid(), "--clear-groups", programs));
    bubblewrap.add(BubblewrapView.executable(request.executable()).toString());
    bubblewrap.addAll(arguments);
    List<String> command = request.route().isPresent() ? routed(bubblewrap) : bubblewrap;
    return RoomProcess.start(request.limits().command(command), view.bytes(), this::enter);
  }

  /** Moves the calling thread in. */
  private void enter() throws IOException {
    NamespaceCalls.unshare(NamespaceCalls.MOUNT_NAMESPACE);
    NamespaceCalls.keepMountsInside();
    owners.give(folders());
    if (request.route().isEmpty()) {
      prepared.network().enter();
    }
  }

  /** What leads outside has to start there; only what it starts is in the room's network. */
  private List<String> routed(List<String> bubblewrap) {
    return new OutsideRoute(request.scratch().toString(), programs)
        .forRoot(prepared.network().file(), bubblewrap);
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>(List.of(request.profile()));
    request.downloads().ifPresent(folders::add);
    return folders;
  }

  @Override
  public DevToolsEndpoint.Route devTools() {
    return new TcpRoute(prepared.network(), "127.0.0.1", Inside.DEVTOOLS_PORT);
  }

  @Override
  public Optional<ServerSocketChannel> proxyListener() {
    return proxyListener;
  }

  @Override
  public Optional<NamespaceInit> init() {
    return status.init();
  }

  @Override
  public void close() throws IOException {
    try (prepared) {
      if (proxyListener.isPresent()) {
        proxyListener.get().close();
      }
      owners.takeBack();
    }
  }
}
