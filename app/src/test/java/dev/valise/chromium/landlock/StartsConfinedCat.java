package dev.valise.chromium.landlock;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A server of its own, which lets a process read a folder and tries what else that can read. */
final class StartsConfinedCat {
  private StartsConfinedCat() {}

  /** Takes the folder that may be read, then files. */
  public static void main(String[] paths) throws Exception {
    List<FileRule> rules =
        new BrowserFiles(Path.of("/usr/bin"), List.of(Path.of(paths[0])), false).rules();
    for (String file : List.of(paths).subList(1, paths.length)) {
      Process process =
          Landlock.ofThisMachine()
              .orElseThrow()
              .start(
                  new ProcessBuilder("cat", file).inheritIO(),
                  new LandlockRules(rules, new TcpRules(Set.of(), Set.of())));
      System.out.println(" " + process.waitFor());
    }
  }
}
