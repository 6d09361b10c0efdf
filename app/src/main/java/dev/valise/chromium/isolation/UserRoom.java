package dev.valise.chromium.isolation;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.cdp.UnixSocketRoute;
import dev.valise.chromium.spawn.Spawn;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A room made by a normal user: unshare(1) makes the user namespace in which the rest is allowed.
 * The server cannot step into it, because a process with several threads may not, so two bridges
 * lead through: from a socket in the file system to the browser's DevTools, and from the browser's
 * proxy port to another socket in the file system. They end with the browser.
 */
final class UserRoom implements Room {
  private static final int UID = 1000;

  /** In the scratch folder; the script below names it too. */
  private static final String PROXY = "proxy";

  /** What the script ends with when the room could not be made. */
  private static final int NO_ROOM = 125;

  // Each bridge is waited for until it listens: whoever comes too early would be refused. The port
  // is looked for in the kernel's own table, as "0100007F:<port> ... 0A", which is LISTEN. Who is
  // never told to go on has lost the server.
  private static final String SCRIPT =
      """
      scratch=$1 ip=$2 socat=$3 network=$4 nft=$5; shift 5
      listens() {
        while read -r entry; do
          case $entry in
            *" 0100007F:%3$04X "*" 0A "*) return 0 ;;
          esac
        done </proc/net/tcp
        return 1
      }
      "$ip" -batch "$scratch/interfaces" || exit %1$d
      from=
      if [ "$network" = full ]; then
        "$nft" -f "$scratch/filter" || exit %1$d
        from=,lowport
        : >"$scratch/%6$s"
        until [ -s "$scratch/%7$s" ]; do
          sleep 0.01
        done
      fi
      "$socat" -b 262144 "UNIX-LISTEN:$scratch/devtools,fork,mode=600" \
        "TCP:127.0.0.1:%2$d,nodelay$from" </dev/null &
      bridges=$!
      if [ "$network" = proxied ]; then
        "$socat" -b 262144 TCP-LISTEN:%3$d,bind=127.0.0.1,fork,nodelay,backlog=128 \
          "UNIX-CONNECT:$scratch/proxy" </dev/null &
        bridges="$bridges $!"
        until listens; do
          kill -0 $! || { kill $bridges; exit %1$d; }
        done
      fi
      until [ -S "$scratch/devtools" ]; do
        kill -0 ${bridges%%%% *} || { kill $bridges; exit %1$d; }
      done
      echo "%10$s"
      read -r go || { kill $bridges; exit %1$d; }
      "$@" %4$d>"$scratch/%8$s" %5$d<"$scratch/%9$s"
      code=$?
      kill $bridges
      exit $code
      """
          .formatted(
              NO_ROOM,
              Inside.DEVTOOLS_PORT,
              Inside.PROXY_PORT,
              BubblewrapView.STATUS,
              BubblewrapView.ARGUMENTS,
              OutsideRoute.MADE,
              OutsideRoute.READY,
              RoomStatus.FILE,
              RoomStatus.VIEW,
              WaitingProcess.WORD);

  private final RoomRequest request;
  private final Furniture furniture;
  private final Optional<ServerSocketChannel> proxyListener;
  private final WaitingProcess waiting;

  private UserRoom(
      RoomRequest request,
      Furniture furniture,
      Optional<ServerSocketChannel> proxyListener,
      WaitingProcess waiting) {
    this.request = request;
    this.furniture = furniture;
    this.proxyListener = proxyListener;
    this.waiting = waiting;
  }

  static UserRoom open(Programs programs, RoomRequest request) throws IOException {
    Furniture furniture = Furniture.place(request.scratch().resolve("etc"), UID, request.network());
    Files.writeString(
        request.scratch().resolve("interfaces"), NetworkInterfaces.batch(request.network()));
    if (request.route().isPresent()) {
      Files.writeString(
          request.scratch().resolve("filter"), PacketFilter.FOR_USER.text(request.route().get()));
    }
    Optional<ServerSocketChannel> listener =
        request.isProxied() ? Optional.of(listener(request.scratch())) : Optional.empty();
    boolean isOpen = false;
    try {
      var waiting = WaitingProcess.start(command(programs, request), "", Spawn.Change.NONE);
      isOpen = true;
      return new UserRoom(request, furniture, listener, waiting);
    } finally {
      if (!isOpen && listener.isPresent()) {
        listener.get().close();
      }
    }
  }

  /** Where an earlier process of this server listened, which left the name of its socket. */
  static ServerSocketChannel listenAgain(Path scratch) throws IOException {
    Files.deleteIfExists(scratch.resolve(PROXY));
    return listener(scratch);
  }

  private static ServerSocketChannel listener(Path scratch) throws IOException {
    var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      return listener.bind(UnixDomainSocketAddress.of(scratch.resolve(PROXY)), 128);
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  private static List<String> command(Programs programs, RoomRequest request) {
    List<String> inside = new ArrayList<>();
    inside.addAll(List.of(programs.path("unshare"), "--user", "--map-root-user", "--net", "--"));
    // Inside, because the kernel counts the tasks of a user for each user namespace by itself.
    // Nothing of the browser is started before: unshare becomes the next program.
    inside.addAll(request.limits().command(script(programs, request)));
    return request.route().isPresent()
        ? new OutsideRoute(request.scratch().toString(), programs).forUser(inside)
        : inside;
  }

  private static List<String> script(Programs programs, RoomRequest request) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh"));
    command.addAll(
        List.of(
            request.scratch().toString(),
            programs.path("ip"),
            programs.path("socat"),
            word(request.network()),
            request.route().isPresent() ? programs.path("nft") : ""));
    command.addAll(BubblewrapView.command(programs, BubblewrapView.WAITING));
    return command;
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
    String id = Integer.toString(UID);
    var view =
        new BubblewrapView()
            .namespaces()
            .add("--unshare-user", "--uid", id, "--gid", id, "--cap-drop", "ALL")
            .system(furniture, request.executable())
            .places()
            .folders(folders)
            .closed();
    new RoomStatus(request.scratch()).write(view);
    return waiting.become(
        "go\n", ShellCommand.ofBrowser(request.executable(), arguments, environment));
  }

  private static String word(RoomNetwork network) {
    return switch (network) {
      case RoomNetwork.None _ -> "none";
      case RoomNetwork.Proxied _ -> "proxied";
      case RoomNetwork.Full _ -> "full";
    };
  }

  @Override
  public DevToolsEndpoint.Route devTools() {
    return route(request.scratch());
  }

  static DevToolsEndpoint.Route route(Path scratch) {
    return new UnixSocketRoute(scratch.resolve("devtools"));
  }

  @Override
  public Optional<ServerSocketChannel> proxyListener() {
    return proxyListener;
  }

  @Override
  public Optional<NamespaceInit> init() {
    return new RoomStatus(request.scratch()).init();
  }

  @Override
  public void close() throws IOException {
    waiting.end();
    if (proxyListener.isPresent()) {
      proxyListener.get().close();
    }
  }
}
