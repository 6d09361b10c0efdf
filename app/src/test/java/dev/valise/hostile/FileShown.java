package dev.valise.hostile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files and folders of the machine, shown as pages. Not what is in files of {@code /proc}, which
 * are empty to Chromium because their size is 0: for these it takes code in the browser.
 *
 * @param wanted what shows that it was read
 */
record FileShown(String name, Place<String> path, Place<String> wanted) implements Attack {

  static List<Attack> all() {
    return List.of(
        new FileShown("/etc/passwd", _ -> "/etc/passwd", _ -> accounts()),
        new FileShown(
            "/etc/passwd by the root of another process",
            scene -> "/proc/" + scene.server().pid() + "/root/etc/passwd",
            _ -> accounts()),
        new FileShown(
            "a file in another profile",
            scene -> scene.victim().folder() + "/Default/notes.txt",
            Scene::secret),
        new FileShown(
            "another profile's folder", scene -> scene.victim().folder() + "/", _ -> "Local State"),
        new FileShown("the server's folder", scene -> scene.data() + "/", _ -> "catalog.db"),
        new FileShown("a home folder", scene -> scene.home() + "/notes.txt", Scene::secret));
  }

  private static String accounts() throws Exception {
    return Files.readString(Path.of("/etc/passwd")).strip();
  }

  @Override
  public Outcome attempt(Scene scene) throws Exception {
    Page page = scene.page();
    String text = page.show("file://" + path.in(scene));
    return Outcome.of(text.contains(wanted.in(scene)), text);
  }
}
