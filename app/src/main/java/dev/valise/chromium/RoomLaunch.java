package dev.valise.chromium;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.ChromiumFlag.Use;
import dev.valise.chromium.isolation.Inside;
import dev.valise.chromium.isolation.Room;
import dev.valise.chromium.isolation.RoomRecord;
import dev.valise.chromium.isolation.RoomRequest;
import dev.valise.chromium.isolation.Rooms;
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
 */
record RoomLaunch(
    ChromiumInstallation installation,
    BrowserEnvironment environment,
    Rooms rooms,
    ScratchFolder scratch) {

  /** As {@link ChromiumLauncher#launch}. */
  RunningChromium launch(LaunchRequest request) throws IOException, InterruptedException {
    boolean isStarted = false;
    try {
      var record = new RoomRecord(rooms.tier(), scratch.path());
      // Before anything runs: the only word of it, should the server die in the next moment.
      record.write(request.userDataDir(), ProcessTable.ofThisMachine().boot());
      var room =
          rooms.open(
              new RoomRequest(
                  installation.executable().toRealPath(),
                  request.userDataDir(),
                  request.downloads(),
                  scratch.path(),
                  request.network()));
      RunningChromium started = launch(request, room);
      isStarted = true;
      return started;
    } finally {
      if (!isStarted) {
        scratch.delete();
      }
    }
  }

  private RunningChromium launch(LaunchRequest request, Room room)
      throws IOException, InterruptedException {
    boolean isStarted = false;
    try {
      Process process = room.start(arguments(request), environment.variablesInRoom());
      var browser = BrowserProcess.inRoom(process, room, scratch);
      URI devTools = browser.awaitDevTools(request.startLimit());
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
  private List<String> arguments(LaunchRequest request) {
    Set<Use> uses = EnumSet.of(Use.HEADLESS, Use.IN_A_ROOM);
    if (!rooms.chromiumSandbox()) {
      uses.add(Use.WITHOUT_SANDBOX);
    }
    if (request.window().isPresent()) {
      uses.add(Use.WINDOW_SIZE_GIVEN);
    }
    List<String> arguments =
        new ArrayList<>(ChromiumFlags.of(request.withUserDataDir(Inside.PROFILE), uses));
    arguments.addAll(request.extraFlags());
    arguments.add(request.startUrl().orElse("about:blank"));
    return arguments;
  }
}
