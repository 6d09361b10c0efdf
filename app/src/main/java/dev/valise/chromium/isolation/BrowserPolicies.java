package dev.valise.chromium.isolation;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What browsers are told in files of an administrator: by the machine's own, and by one of the
 * room's for what has no flag. Where two say different things, the machine's count: the last file
 * by name does (components/policy/core/common/config_dir_policy_loader.cc).
 *
 * <p>As many connections to the proxy as a browser has without one. Chromium 156 has 128 otherwise,
 * and earlier ones 32, of which they let it raise that to 99; each hanging request holds one.
 *
 * @param folder of the server's, where the file is
 */
record BrowserPolicies(Path folder) {
  private static final String FILE = "0-valise.json";
  private static final String TEXT = "{\"MaxConnectionsPerProxy\": 256}\n";

  /** Where Chromium, Ubuntu's Chromium, Chrome and Edge look. */
  private static final List<Path> SETTINGS =
      List.of(
          Path.of("/etc/chromium"),
          Path.of("/etc/chromium-browser"),
          Path.of("/etc/opt/chrome"),
          Path.of("/etc/opt/edge"));

  static void place(Path folder) throws IOException {
    Files.writeString(folder.resolve(FILE), TEXT);
  }

  void show(BubblewrapView view) throws IOException {
    for (Path settings : SETTINGS) {
      Path policies = settings.resolve("policies");
      Path managed = policies.resolve("managed");
      showEntries(view, settings, policies);
      showEntries(view, policies, managed);
      showEntries(view, managed, managed.resolve(FILE));
      view.add("--ro-bind", folder.resolve(FILE).toString(), managed.resolve(FILE).toString());
    }
  }

  /** One by one: nothing can be added to a folder of the machine that is shown as a whole. */
  private static void showEntries(BubblewrapView view, Path folder, Path except)
      throws IOException {
    view.add("--perms", "0755", "--dir", folder.toString());
    for (Path entry : entries(folder)) {
      if (!entry.equals(except)) {
        view.add("--ro-bind-try", entry.toString(), entry.toString());
      }
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException nothingToRead) {
      return List.of();
    }
    return entries;
  }
}
