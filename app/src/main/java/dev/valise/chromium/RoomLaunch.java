package dev.valise.chromium;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.ChromiumFlag.Use;
import dev.valise.chromium.isolation.BrowserFolders;
import dev.valise.chromium.isolation.Room;
import dev.valise.chromium.isolation.RoomLayout;
import dev.valise.chromium.isolation.RoomNetwork;
import dev.valise.chromium.isolation.RoomRecord;
import dev.valise.chromium.isolation.Rooms;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Starts of browsers in rooms. */
record RoomLaunch(BrowserEnvironment environment, Rooms rooms, RoomSupply supply) {

  private static final int ATTEMPTS = 3;

  /**
   * As {@link ChromiumLauncher#launch}. Where browsers share a network, anyone can take a port
   * before the browser does; another one is tried then.
   */
  RunningChromium launch(LaunchRequest request) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      MadeRoom made = supply.take(rooms, request.network());
      boolean isStarted = false;
      try {
        RunningChromium started = launch(request, made);
        isStarted = true;
        return started;
      } catch (PortTakenException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      } finally {
        if (!isStarted) {
          made.discard();
        }
      }
    }
  }

  private RunningChromium launch(LaunchRequest request, MadeRoom made)
      throws IOException, InterruptedException {
    // Before anything runs: the only word of it, should the server die in the next moment.
    new RoomRecord(rooms.tier(), made.scratch().path())
        .write(request.userDataDir(), ProcessTable.ofThisMachine().boot());
    Room room = made.room();
    var folders = new BrowserFolders(request.userDataDir(), request.downloads());
    RoomLayout layout = room.layout(folders);
    Process process =
        room.start(folders, arguments(request, layout), environment.variables(layout));
    BrowserProcess browser =
        rooms.tier().hasNamespaces()
            ? BrowserProcess.inRoom(process, made)
            : BrowserProcess.inOpenRoom(process, made, folders);
    URI devTools = browser.awaitDevTools(request.startLimit());
    // Chromium tries ::1 next (chrome/browser/devtools/remote_debugging_server.cc): who listens
    // on 127.0.0.1 then is somebody else, and must not be told the secret path.
    if (!devTools.getAuthority().equals("127.0.0.1:" + layout.devToolsPort())) {
      browser.kill();
      throw new PortTakenException(devTools.getAuthority());
    }
    return new RunningChromium(
        browser, new DevToolsEndpoint(devTools, room.devTools()), true, rooms.confinement());
  }

  /** A room has no screen: one of the machine's would let a browser see what others show. */
  private List<String> arguments(LaunchRequest request, RoomLayout layout) throws IOException {
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
    List<String> arguments = new ArrayList<>(ChromiumFlags.of(request, uses, layout));
    arguments.addAll(request.extraFlags());
    arguments.add(request.startUrl().orElse("about:blank"));
    return arguments;
  }
}
