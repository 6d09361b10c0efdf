package dev.valise.hostile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A file given to a page, which reads it: by a command that takes any path. */
record Upload(String file, Way way, Place<Path> place) implements Attack {

  /** How the page gets it. */
  enum Way {
    INPUT,
    DROP
  }

  private static final String PAGE =
      """
      data:text/html,<input type=file style="position:fixed;inset:0;width:100vw;height:100vh">\
      """;

  private static final String READ =
      """
      document.querySelector('input').files[0].arrayBuffer().then(
          bytes => Array.from(new Uint8Array(bytes), x => x.toString(16).padStart(2, '0')).join(''),
          String)\
      """;

  static List<Attack> all() {
    return Stream.of(Way.values())
        .flatMap(way ->
            Stream.<Attack>of(
                new Upload("/etc/passwd", way, _ -> Path.of("/etc/passwd")),
                new Upload("the root key", way, scene -> scene.data().resolve("root-key")),
                new Upload(
                    "another profile's file",
                    way,
                    scene -> scene.victim().folder().resolve("Default").resolve("notes.txt"))))
        .toList();
  }

  @Override
  public String name() {
    return "%s, %s".formatted(file, way == Way.INPUT ? "chosen for a page" : "dropped on a page");
  }

  @Override
  public Outcome attempt(Scene scene) throws Exception {
    Path path = place.in(scene);
    Page page = scene.page();
    page.show(PAGE);
    switch (way) {
      case INPUT -> choose(page, path);
      case DROP -> drop(page, path);
    }
    String read = page.evaluate(READ);
    return Outcome.of(read.equals(HexFormat.of().formatHex(Files.readAllBytes(path))), read);
  }

  private static void choose(Page page, Path path) {
    int document = page.call("DOM.getDocument", Map.of()).at("/root/nodeId").asInt();
    int input =
        page.call("DOM.querySelector", Map.of("nodeId", document, "selector", "input"))
            .path("nodeId")
            .asInt();
    page.call("DOM.setFileInputFiles", Map.of("nodeId", input, "files", List.of(path.toString())));
  }

  private static void drop(Page page, Path path) {
    var data =
        Map.of("items", List.of(), "files", List.of(path.toString()), "dragOperationsMask", 1);
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      page.call("Input.dispatchDragEvent", Map.of("type", type, "x", 50, "y", 50, "data", data));
    }
  }
}
