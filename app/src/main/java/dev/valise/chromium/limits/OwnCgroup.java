package dev.valise.chromium.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which group of cgroup v2 a process is in (cgroups(7)). */
final class OwnCgroup {
  private static final String V2 = "0::";

  private OwnCgroup() {}

  /**
   * The folder of the group, also where other controllers are in cgroup v1 beside it.
   *
   * @param process a folder of {@code /proc}
   * @return empty when no cgroup v2 is mounted, or only a part of it that has not this group
   */
  static Optional<Path> find(Path process) throws IOException {
    Optional<Path> group =
        lines(process.resolve("cgroup"))
            .filter(line -> line.startsWith(V2))
            .map(line -> Path.of(line.substring(V2.length())))
            .findFirst();
    return lines(process.resolve("mountinfo"))
        .map(Mount::parse)
        .flatMap(Optional::stream)
        .flatMap(mount -> group.flatMap(mount::folderOf).stream())
        .findFirst();
  }

  private static Stream<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file).stream();
    } catch (NoSuchFileException e) {
      return Stream.empty();
    }
  }

  /**
   * A place where cgroup v2 is mounted.
   *
   * @param root the group that is seen there
   */
  private record Mount(Path root, Path point) {

    /** Of a line of {@code mountinfo}; empty when it is of another file system (proc(5)). */
    static Optional<Mount> parse(String line) {
      int optionalEnd = line.indexOf(" - ");
      if (optionalEnd < 0 || !line.startsWith("cgroup2 ", optionalEnd + 3)) {
        return Optional.empty();
      }
      List<String> fields = List.of(line.split(" "));
      return Optional.of(
          new Mount(Path.of(unescaped(fields.get(3))), Path.of(unescaped(fields.get(4)))));
    }

    private static String unescaped(String path) {
      return path.replace("\\040", " ");
    }

    Optional<Path> folderOf(Path group) {
      return group.startsWith(root) && !group.toString().contains("..")
          ? Optional.of(point.resolve(root.relativize(group)).normalize())
          : Optional.empty();
    }
  }
}
