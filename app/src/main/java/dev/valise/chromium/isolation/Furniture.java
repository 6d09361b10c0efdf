package dev.valise.chromium.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Files of {@code /etc} that say nothing of the machine.
 *
 * @param folder of the server's, where they are
 */
record Furniture(Path folder) {
  private static final Map<String, String> FILES =
      Map.of(
          "passwd",
              """
              root:x:0:0:root:/root:/usr/sbin/nologin
              browser:x:%1$d:%1$d:browser:/home:/usr/sbin/nologin
              """,
          "group",
              """
              root:x:0:
              browser:x:%1$d:
              """,
          "hosts",
              """
              127.0.0.1 localhost browser
              ::1 localhost
              """,
          // Names are resolved by the proxy; behind a route by the machine's resolver.
          "resolv.conf", "%2$s",
          "machine-id", "00000000000000000000000000000001\n");

  /**
   * Writes them.
   *
   * @param uid of the browser, as it is seen in the room
   */
  static Furniture place(Path folder, int uid, RoomNetwork network) throws IOException {
    String resolver =
        switch (network) {
          case RoomNetwork.None _, RoomNetwork.Proxied _ -> "";
          case RoomNetwork.Full _ -> "nameserver %s\n".formatted(OutsideRoute.RESOLVER);
        };
    Files.createDirectory(folder);
    for (var file : FILES.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue().formatted(uid, resolver));
    }
    BrowserPolicies.place(folder);
    return new Furniture(folder);
  }

  Map<String, String> files() {
    return FILES;
  }
}
