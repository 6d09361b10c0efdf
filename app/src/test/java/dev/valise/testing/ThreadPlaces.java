package dev.valise.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The threads of this process as the kernel sees them. Each has namespaces and restrictions of its
 * own, which all the threads that it starts inherit.
 */
public final class ThreadPlaces {
  private ThreadPlaces() {}

  /** The names of those that are elsewhere than the first one, or restricted more. */
  public static List<String> strays() throws IOException {
    Path process = Path.of("/proc/self");
    String home = place(process);
    var names = new ArrayList<String>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path thread : threads) {
        try {
          String place = place(thread);
          if (!place.equals(home)) {
            names.add(Files.readString(thread.resolve("comm")).strip() + " in " + place);
          }
        } catch (NoSuchFileException e) {
          // Ended meanwhile.
        }
      }
    }
    return names;
  }

  private static String place(Path thread) throws IOException {
    String restricted =
        Files.readAllLines(thread.resolve("status")).stream()
            .filter(line -> line.startsWith("NoNewPrivs:"))
            .findFirst()
            .orElseThrow();
    return "%s %s %s"
        .formatted(
            Files.readSymbolicLink(thread.resolve("ns/net")),
            Files.readSymbolicLink(thread.resolve("ns/mnt")),
            restricted.replaceAll("\\s", ""));
  }
}
