package dev.valise.chromium.isolation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The programs of the machine that rooms are made with. */
record Programs(Map<String, Path> found) {
  private static final Map<String, String> PACKAGES =
      Map.of(
          "bwrap", "bubblewrap",
          "ip", "iproute2",
          "nft", "nftables",
          "nsenter", "util-linux",
          "pasta", "passt",
          "socat", "socat",
          "setpriv", "util-linux",
          "unshare", "util-linux");

  /** Where a normal user's PATH often does not lead. */
  private static final List<String> ALSO = List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin");

  /**
   * Looks for programs.
   *
   * @param path as the PATH variable has it
   */
  static Programs on(String path) {
    List<String> folders = new ArrayList<>(List.of(path.split(":", -1)));
    folders.addAll(ALSO);
    var found = new TreeMap<String, Path>();
    for (String name : PACKAGES.keySet()) {
      folders.stream()
          .filter(folder -> folder.startsWith("/"))
          .flatMap(folder -> Stream.of(Path.of(folder, name)))
          .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
          .findFirst()
          .ifPresent(file -> found.put(name, file));
    }
    return new Programs(found);
  }

  /** In words, which of these are not there, and how their packages are called; empty if all. */
  Optional<String> missing(List<String> names) {
    var packages = new TreeSet<String>();
    List<String> absent = names.stream().filter(name -> !found.containsKey(name)).toList();
    absent.forEach(name -> packages.add(PACKAGES.getOrDefault(name, name)));
    return absent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s not found: install %s"
                .formatted(String.join(", ", absent), String.join(", ", packages)));
  }

  /** The path of a program that is there. */
  String path(String name) {
    Path path = found.get(name);
    if (path == null) {
      throw new IllegalStateException(name + " is not on this machine");
    }
    return path.toString();
  }
}
