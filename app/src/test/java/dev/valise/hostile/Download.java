package dev.valise.hostile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A download into a folder that a client names. */
record Download(String name, Place<Path> folder) implements Attack {
  private static final String FILE = "dropped.txt";

  static List<Attack> all() {
    return List.of(
        new Download("write into a folder that all may write to", Scene::open),
        new Download("write into another profile", scene -> scene.victim().folder()),
        new Download("write into the server's folder", Scene::data));
  }

  @Override
  public Outcome attempt(Scene scene) throws Exception {
    Client client = scene.client();
    Path into = folder.in(scene);
    client.call(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", into.toString(), "eventsEnabled", true));
    Page page = scene.page();
    page.show("about:blank");
    String end =
        client.await(
            event ->
                event.method().equals("Browser.downloadProgress")
                    && !event.params().path("state").asText().equals("inProgress"),
            () ->
                page.evaluate(
                    """
                    {
                      const link = document.createElement('a');
                      link.href = 'data:text/plain,dropped';
                      link.download = '%s';
                      link.click();
                    }\
                    """
                        .formatted(FILE)));
    return Outcome.of(Files.exists(into.resolve(FILE)), end);
  }
}
