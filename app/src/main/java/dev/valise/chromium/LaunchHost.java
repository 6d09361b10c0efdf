package dev.valise.chromium;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What of this machine decides how a browser is started.
 *
 * @param setsid the program that puts a browser into a session of its own; not on macOS
 */
record LaunchHost(
    boolean isLinux, boolean isRoot, boolean hasSmallSharedMemory, Optional<Path> setsid) {

  // Docker's default is 64 MB; a desktop has half its memory.
  private static final long ENOUGH_SHARED_MEMORY = 512L << 20;

  static LaunchHost current(String pathVariable) throws IOException {
    boolean isLinux = System.getProperty("os.name").equals("Linux");
    Path sharedMemory = Path.of("/dev/shm");
    return new LaunchHost(
        isLinux,
        isLinux && Integer.valueOf(0).equals(uid()),
        isLinux
            && (!Files.isDirectory(sharedMemory)
                || Files.getFileStore(sharedMemory).getUsableSpace() < ENOUGH_SHARED_MEMORY),
        ChromiumSearch.onPath("setsid", pathVariable).stream()
            .filter(ChromiumSearch::isProgram)
            .findFirst());
  }

  private static Object uid() throws IOException {
    // The owner of a process's /proc folder is its effective user.
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }
}
