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
 * A room made by root: the network by a thread of the server, from which bubblewrap inherits it,
 * the rest by bubblewrap, and inside it the step down to a user id of the browser's own. There a
 * shell waits to be told what to become, so that all of this can be done before anyone asks for a
 * browser; then the folders are put in. Bubblewrap itself stays root, so that the folders may be
 * private to root, and what stands in {@code /proc/1} too.
 */
final class RootRoom implements Room {
  private static final int ROOT = 0;

  private final RoomRequest request;
  private final RoomBasis basis;
  private final Owners owners;
  private final Optional<ServerSocketChannel> proxyListener;
  private final RoomStatus status;
  private final WaitingProcess waiting;

  private RootRoom(
      RoomRequest request,
      RoomBasis basis,
      Optional<ServerSocketChannel> proxyListener,
      WaitingProcess waiting) {
    this.request = request;
    this.basis = basis;
    this.proxyListener = proxyListener;
    this.owners = new Owners(ROOT, basis.uid(), basis.owners());
    this.status = new RoomStatus(request.scratch());
    this.waiting = waiting;
  }

  static RootRoom open(Programs programs, SlotUids slots, RoomRequest request) throws IOException {
    RoomBasis basis = RoomBasis.of(programs, slots, request.network());
    Optional<ServerSocketChannel> listener = Optional.empty();
    boolean isOpen = false;
    try {
      if (request.isProxied()) {
        listener = Optional.of(basis.network().listen(Inside.PROXY_PORT));
      }
      var room = new RootRoom(request, basis, listener, enclose(programs, basis, request));
      isOpen = true;
      return room;
    } finally {
      if (!isOpen) {
        close(listener, basis);
      }
    }
  }

  private static WaitingProcess enclose(Programs programs, RoomBasis basis, RoomRequest request)
      throws IOException {
    Path etc = request.scratch().resolve("etc");
    Furniture furniture = Furniture.place(etc, basis.uid(), request.network());
    var status = new RoomStatus(request.scratch());
    status.write(
        new BubblewrapView()
            .namespaces()
            .system(furniture, request.executable())
            .places()
            .placesForFolders()
            .closed());
    List<String> inside = new ArrayList<>(StepDown.to(basis.uid(), "--clear-groups", programs));
    inside.addAll(BubblewrapView.WAITING);
    List<String> bubblewrap = new ArrayList<>(status.opening());
    bubblewrap.addAll(BubblewrapView.command(programs, inside));
    // What leads outside has to start there; only what it starts is in the room's network.
    List<String> command =
        request.route().isPresent()
            ? new OutsideRoute(request.scratch().toString(), programs)
                .forRoot(basis.network().file(), bubblewrap)
            : bubblewrap;
    return WaitingProcess.start(
        request.limits().command(command),
        "echo " + WaitingProcess.WORD + "\n",
        () -> {
          NamespaceCalls.unshare(NamespaceCalls.MOUNT_NAMESPACE);
          NamespaceCalls.keepMountsInside();
          if (request.route().isEmpty()) {
            basis.network().enter();
          }
        });
  }

  @Override
  public boolean isWaiting() {
    return waiting.isAlive();
  }

  @Override
  public Process start(
      BrowserFolders folders, List<String> arguments, Map<String, String> environment)
      throws IOException {
    waiting.awaitWord();
    put(folders);
    return waiting.become("", ShellCommand.ofBrowser(request.executable(), arguments, environment));
  }

  private void put(BrowserFolders folders) throws IOException {
    NamespaceInit init =
        status.init().orElseThrow(() -> new IOException("bubblewrap does not say what it started"));
    try (var mounts = new FolderMounts(owners)) {
      mounts.add(folders.profile(), Inside.PROFILE);
      if (folders.downloads().isPresent()) {
        mounts.add(folders.downloads().get(), Inside.DOWNLOADS);
      }
      mounts.place(init);
    }
  }

  @Override
  public DevToolsEndpoint.Route devTools() {
    return new TcpRoute(basis.network(), "127.0.0.1", Inside.DEVTOOLS_PORT);
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
    waiting.end();
    try {
      owners.takeBack();
    } finally {
      close(proxyListener, basis);
    }
  }

  private static void close(Optional<ServerSocketChannel> listener, RoomBasis basis)
      throws IOException {
    try (basis) {
      if (listener.isPresent()) {
        listener.get().close();
      }
    }
  }
}
