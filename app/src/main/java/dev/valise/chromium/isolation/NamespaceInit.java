package dev.valise.chromium.isolation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The first process of a pid namespace. All others of the namespace descend from it, and the kernel
 * ends them with it (pid_namespaces(7)).
 *
 * @param pid as the server sees it
 * @param namespace the inode that names the namespace as long as it lives
 */
public record NamespaceInit(long pid, long namespace) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Whether the process that has this pid now is in this namespace. */
  public boolean isThere() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/pid"))
          .toString()
          .equals("pid:[" + namespace + "]");
    } catch (IOException goneOrHidden) {
      return false;
    }
  }

  /**
   * Out of what bubblewrap's --json-status-fd writes; empty as long as it is not written.
   *
   * @throws IOException when that is not it
   */
  static Optional<NamespaceInit> read(Path status) throws IOException {
    if (!Files.exists(status) || Files.size(status) == 0) {
      return Optional.empty();
    }
    long pid = 0;
    long namespace = 0;
    try (JsonParser parser = JSON.createParser(status.toFile())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a status of bubblewrap: " + status);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        long value = parser.nextLongValue(0);
        switch (field) {
          case "child-pid" -> pid = value;
          case "pid-namespace" -> namespace = value;
          default -> {}
        }
      }
    }
    if (pid <= 0 || namespace <= 0) {
      throw new IOException("bubblewrap does not say which process it started: " + status);
    }
    return Optional.of(new NamespaceInit(pid, namespace));
  }
}
