package dev.valise.chromium;

import dev.valise.chromium.isolation.RoomLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The environment a browser gets: a short list of what it needs, because the server's own holds
 * secrets, which every page that breaks out of a renderer could read, and settings such as
 * CHROMIUM_FLAGS and https_proxy, which would change the browser unseen.
 *
 * @param server the environment of the server
 */
record BrowserEnvironment(Map<String, String> server) {

  private static final Set<String> KEPT =
      Set.of("PATH", "LANG", "LANGUAGE", "TZ", "FONTCONFIG_FILE", "FONTCONFIG_PATH");
  private static final Set<String> KEPT_IN_A_ROOM = Set.of("LANG", "LANGUAGE", "TZ");
  private static final Set<String> KEPT_FOR_A_SCREEN =
      Set.of("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "XDG_SESSION_TYPE");

  BrowserEnvironment {
    server = Map.copyOf(server);
  }

  /** Where programs are looked for. */
  String path() {
    return server.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
  }

  boolean hasScreen() {
    return server.containsKey("DISPLAY") || server.containsKey("WAYLAND_DISPLAY");
  }

  /** In a room, where nothing of the machine's screens can be reached. */
  Map<String, String> variables(RoomLayout layout) {
    var variables = new TreeMap<String, String>();
    variables.put("HOME", layout.home().toString());
    variables.put("TMPDIR", layout.temporary().toString());
    variables.put("XDG_RUNTIME_DIR", layout.runtime().toString());
    variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    putConstants(variables);
    server.forEach((name, value) -> {
      if (KEPT_IN_A_ROOM.contains(name) || name.startsWith("LC_")) {
        variables.put(name, value);
      }
    });
    return variables;
  }

  Map<String, String> variables(ScratchFolder scratch, boolean headless) {
    String folder = scratch.path().toString();
    var variables = new TreeMap<String, String>();
    variables.put("HOME", folder);
    variables.put("TMPDIR", folder);
    variables.put("XDG_RUNTIME_DIR", folder);
    putConstants(variables);
    server.forEach((name, value) -> {
      if (KEPT.contains(name)
          || name.startsWith("LC_")
          || (!headless && KEPT_FOR_A_SCREEN.contains(name))) {
        variables.put(name, value);
      }
    });
    if (!headless) {
      keepX11Cookie(variables);
    }
    return variables;
  }

  private static void putConstants(Map<String, String> variables) {
    // Without an address libdbus may start a daemon of its own, which outlives the browser.
    variables.put("DBUS_SESSION_BUS_ADDRESS", "disabled:");
    // Without keys a window carries a bar that says they are missing; "no" is the documented way to
    // do without (chromium.org/developers/how-tos/api-keys).
    variables.put("GOOGLE_API_KEY", "no");
    variables.put("GOOGLE_DEFAULT_CLIENT_ID", "no");
    variables.put("GOOGLE_DEFAULT_CLIENT_SECRET", "no");
  }

  /** X clients look for their cookie in the home folder, which the browser has elsewhere. */
  private void keepX11Cookie(Map<String, String> variables) {
    String home = server.get("HOME");
    if (home != null && !variables.containsKey("XAUTHORITY")) {
      Path cookie = Path.of(home, ".Xauthority");
      if (Files.isReadable(cookie)) {
        variables.put("XAUTHORITY", cookie.toString());
      }
    }
  }
}
