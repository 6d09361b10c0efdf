package dev.valise.chromium;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a Chromium usually is.
 *
 * @param root {@code /}, or a folder that stands for it
 */
record ChromiumSearch(Path root) {

  private static final List<String> NAMES =
      List.of(
          "chromium",
          "chromium-browser",
          "google-chrome",
          "google-chrome-stable",
          "chrome",
          "microsoft-edge",
          "microsoft-edge-stable");

  private static final List<String> PLACES =
      List.of(
          "usr/lib/chromium/chromium",
          "usr/lib64/chromium-browser/chromium-browser",
          "usr/lib/chromium-browser/chromium-browser",
          "opt/google/chrome/chrome",
          "opt/microsoft/msedge/msedge",
          "snap/bin/chromium",
          "Applications/Chromium.app/Contents/MacOS/Chromium",
          "Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
          "Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge");

  /**
   * Distributions put a shell script on the PATH. Its binary is used instead: the script costs 20
   * of 130 ms per start (Debian 12), and adds flags of its own, which vary with the files in
   * /etc/chromium.d and would make the same profile run under different flags.
   */
  private static final Map<String, String> BEHIND_SCRIPT =
      Map.of(
          "usr/bin/chromium", "usr/lib/chromium/chromium",
          "usr/bin/chromium-browser", "usr/lib64/chromium-browser/chromium-browser",
          "opt/google/chrome/google-chrome", "opt/google/chrome/chrome",
          "opt/microsoft/msedge/microsoft-edge", "opt/microsoft/msedge/msedge");

  /** The first that can be run; each path that was tried is added to the list. */
  Optional<Path> find(String pathVariable, List<Path> lookedAt) {
    var candidates = new ArrayList<Path>();
    for (String name : NAMES) {
      candidates.addAll(onPath(name, pathVariable));
    }
    PLACES.forEach(place -> candidates.add(root.resolve(place)));
    lookedAt.addAll(candidates);
    return candidates.stream().filter(ChromiumSearch::isProgram).findFirst().map(this::binary);
  }

  /** Where a program of this name may be, in the order of the PATH. */
  static List<Path> onPath(String name, String pathVariable) {
    return List.of(pathVariable.split(File.pathSeparator)).stream()
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .toList();
  }

  static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private Path binary(Path found) {
    return BEHIND_SCRIPT.entrySet().stream()
        .filter(entry -> isSame(found, root.resolve(entry.getKey())))
        .map(entry -> root.resolve(entry.getValue()))
        .filter(ChromiumSearch::isProgram)
        .findFirst()
        .orElse(found);
  }

  private static boolean isSame(Path found, Path script) {
    try {
      return Files.exists(script) && Files.isSameFile(found, script);
    } catch (IOException e) {
      return false;
    }
  }
}
