package dev.valise.chromium;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.ChromiumFlag.Use;
import dev.valise.chromium.isolation.Room;
import dev.valise.chromium.isolation.RoomNetwork;
import dev.valise.chromium.isolation.RoomRecord;
import dev.valise.chromium.isolation.RoomRequest;
import dev.valise.chromium.isolation.Rooms;
import dev.valise.chromium.limits.LimitedStart;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One start of a browser in a room.
 *
 * @param scratch made for it, and deleted with it
 * @param limits of it
 */
record RoomLaunch(
    ChromiumInstallation installation,
    BrowserEnvironment environment,
    Rooms rooms,
    ScratchFolder scratch,
    LimitedStart limits) {

  private static final int ATTEMPTS = 3;

  /** As {@link ChromiumLauncher#launch}. */
  RunningChromium launch(LaunchRequest request) throws IOException, InterruptedException {
    boolean isStarted = false;
    try {
      var record = new RoomRecord(rooms.tier(), scratch.path());
      // Before anything runs: the only word of it, should the server die in the next moment.
      record.write(request.userDataDir(), ProcessTable.ofThisMachine().boot());
      RunningChromium started = launchOnAFreePort(request);
      isStarted = true;
      return started;
    } finally {
      if (!isStarted) {
        scratch.delete();
      }
    }
  }

  /** Where browsers share a network, anyone can take a port before the browser does. */
  private RunningChromium launchOnAFreePort(LaunchRequest request)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Room room =
          rooms.open(
              new RoomRequest(
                  installation.executable().toRealPath(),
                  request.userDataDir(),
                  request.downloads(),
                  scratch.path(),
                  request.network(),
                  limits));
      try {
        return launch(request, room);
      } catch (PortTakenException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private RunningChromium launch(LaunchRequest request, Room room)
      throws IOException, InterruptedException {
    boolean isStarted = false;
    try {
      Process process = room.start(arguments(request, room), environment.variables(room.layout()));
      BrowserProcess browser =
          rooms.tier().hasNamespaces()
              ? BrowserProcess.inRoom(process, room, scratch, limits)
              : BrowserProcess.inOpenRoom(process, room, scratch, limits);
      URI devTools = browser.awaitDevTools(request.startLimit());
      // Chromium tries ::1 next (chrome/browser/devtools/remote_debugging_server.cc): who listens
      // on 127.0.0.1 then is somebody else, and must not be told the secret path.
      if (!devTools.getAuthority().equals("127.0.0.1:" + room.layout().devToolsPort())) {
        browser.kill();
        throw new PortTakenException(devTools.getAuthority());
      }
      isStarted = true;
      return new RunningChromium(
          browser, new DevToolsEndpoint(devTools, room.devTools()), true, rooms.confinement());
    } finally {
      if (!isStarted) {
        room.close();
      }
    }
  }

  /** A room has no screen: one of the machine's would let a browser see what others show. */
  private List<String> arguments(LaunchRequest request, Room room) throws IOException {
    Set<Use> uses = EnumSet.of(Use.HEADLESS);
    switch (request.network()) {
      // Without a network too: nobody listens there, and loopback would be the room's own.
      case RoomNetwork.None _, RoomNetwork.Proxied _ -> uses.add(Use.BEHIND_THE_PROXY);
      case RoomNetwork.Full _ -> {}
    }
    if (!rooms.chromiumSandbox()) {
      uses.add(Use.WITHOUT_SANDBOX);
    }
    if (!rooms.tier().hasNamespaces()) {
      uses.add(Use.ON_THE_NETWORK_OF_THE_MACHINE);
      if (LaunchHost.current(environment.path()).hasSmallSharedMemory()) {
        uses.add(Use.SMALL_SHARED_MEMORY);
      }
    }
    if (request.window().isPresent()) {
      uses.add(Use.WINDOW_SIZE_GIVEN);
    }
    List<String> arguments = new ArrayList<>(ChromiumFlags.of(request, uses, room.layout()));
    arguments.addAll(request.extraFlags());
    arguments.add(request.startUrl().orElse("about:blank"));
    return arguments;
  }
}
