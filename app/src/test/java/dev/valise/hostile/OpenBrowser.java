package dev.valise.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.chromium.isolation.Tier;
import dev.valise.server.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A session of the server.
 *
 * @param folder its user-data-dir, where the server has it
 */
record OpenBrowser(ServerProcess server, String id, URI devTools, Tier tier, Path folder) {

  private static final String PROFILE = "--user-data-dir=";
  private static final Pattern PORT = Pattern.compile("--remote-debugging-port=([0-9]+)");

  /**
   * Starts one on a profile of this name, which is made.
   *
   * @param page that it shows first
   */
  static OpenBrowser start(ServerProcess server, Path data, String profile, String page)
      throws Exception {
    server.post("/profiles", "{\"name\":\"%s\"}".formatted(profile));
    return startOn(server, data, profile, page);
  }

  /** As above, on a profile that there is. */
  static OpenBrowser startOn(ServerProcess server, Path data, String profile, String page)
      throws Exception {
    JsonNode browser =
        server.post(
            "/browsers",
            """
            {"profile": {"name": "%s", "save_changes": true}, "headless": true,
             "start_url": "%s", "timeout_seconds": 3600}\
            """
                .formatted(profile, page));
    String id = browser.path("session_id").asText();
    return new OpenBrowser(
        server,
        id,
        URI.create(browser.path("cdp_ws_url").asText()),
        Tier.of(browser.at("/isolation/tier").asText()),
        data.resolve("checkouts").resolve(id));
  }

  /** Where it takes DevTools connections. A scan of all ports would find it too, only later. */
  int port() throws IOException {
    Path told = folder.resolve("DevToolsActivePort");
    if (Files.exists(told)) {
      return Integer.parseInt(Files.readAllLines(told).getFirst());
    }
    // One that was told its port does not write it down. In rooms with namespaces all profiles are
    // at the same place, and all ports the same.
    return server
        .descendants()
        .map(OpenBrowser::arguments)
        .filter(it -> it.contains(PROFILE + folder + " ") || it.contains(PROFILE + "/profile "))
        .map(PORT::matcher)
        .filter(Matcher::find)
        .map(found -> Integer.parseInt(found.group(1)))
        .findFirst()
        .orElseThrow();
  }

  private static String arguments(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      // It has ended meanwhile.
      return "";
    }
  }
}
