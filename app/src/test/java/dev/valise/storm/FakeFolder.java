package dev.valise.storm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The user-data-dir of a fake browser, with the files by which the launcher knows one. */
final class FakeFolder {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path root;
  private final String pid;
  private final Path scratch;

  /**
   * @param scratch the temporary folder of the process
   */
  FakeFolder(Path root, String pid, Path scratch) {
    this.root = root;
    this.pid = pid;
    this.scratch = scratch;
  }

  /** Leaves word of the browser that runs (process_singleton_posix.cc, DevToolsActivePort). */
  void open(int port, String path) throws IOException {
    Path socket = Files.createTempDirectory(scratch, "org.chromium.Chromium.");
    link("SingletonLock", "here-" + pid);
    link("SingletonSocket", socket.resolve("SingletonSocket").toString());
    write("DevToolsActivePort", port + "\n" + path);
  }

  /** Takes it back. */
  void leave() throws IOException {
    for (String name : new String[] {"SingletonLock", "SingletonSocket", "DevToolsActivePort"}) {
      Files.deleteIfExists(root.resolve(name));
    }
  }

  /**
   * Whether the last exit counts as a crash, so that session cookies are kept. Makes the
   * preferences of a fresh folder.
   */
  boolean crashed() throws IOException {
    ObjectNode preferences = read("Default/Preferences");
    if (preferences.isEmpty()) {
      preferences.putObject("profile").put("exit_type", "Normal");
      write("Default/Preferences", preferences.toString());
    }
    return preferences.path("profile").path("exit_type").asText().equals("Crashed");
  }

  /** An object that was written, or an empty one. */
  ObjectNode read(String file) throws IOException {
    Path path = root.resolve(file);
    JsonNode content =
        Files.exists(path) ? JSON.readTree(Files.readString(path)) : JSON.createObjectNode();
    return (ObjectNode) content;
  }

  /** All or nothing, as Chromium's ImportantFileWriter does. */
  void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Path next = path.resolveSibling(path.getFileName() + ".tmp");
    Files.writeString(next, text);
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
  }

  private void link(String name, String target) throws IOException {
    Files.deleteIfExists(root.resolve(name));
    Files.createSymbolicLink(root.resolve(name), Path.of(target));
  }
}
