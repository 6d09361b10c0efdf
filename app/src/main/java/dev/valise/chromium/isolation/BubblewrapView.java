package dev.valise.chromium.isolation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a browser sees, as arguments of bubblewrap, which carries them out in their order
 * (bwrap(1)). They go in through a file descriptor: on the command line they would show paths of
 * the machine in {@code /proc/1/cmdline}.
 */
final class BubblewrapView {

  /** Descriptor of the arguments, and of the status. */
  static final int ARGUMENTS = 4;

  static final int STATUS = 3;

  private static final List<String> SYSTEM_LINKS = List.of("bin", "sbin", "lib", "lib32", "lib64");

  /** What browsers read of the machine: fonts, certificates, library paths. */
  private static final List<String> OF_ETC =
      List.of(
          "fonts",
          "ssl",
          "pki",
          "ca-certificates",
          "ca-certificates.conf",
          "ld.so.cache",
          "alternatives",
          "nsswitch.conf",
          "localtime",
          "mime.types",
          "host.conf",
          "gai.conf",
          "chromium.d");

  // Bubblewrap makes parents that are missing 0700 and its own: nobody else could enter them.
  private static final List<String> FOLDERS =
      List.of("/etc", "/etc/opt", "/opt", "/var", "/var/cache", "/run");

  private final List<String> arguments = new ArrayList<>();

  /** The namespaces that every room has. */
  BubblewrapView namespaces() {
    // Not --die-with-parent: the kernel ties it to the thread that started bubblewrap, and threads
    // of a Java server end (prctl(2), PR_SET_PDEATHSIG). Nor --disable-userns: Chromium's sandbox
    // needs them.
    return add("--clearenv", "--new-session", "--unshare-ipc", "--unshare-pid", "--unshare-uts")
        .add("--unshare-cgroup-try", "--hostname", Inside.HOST_NAME);
  }

  /** The command that is told later what it is to be: see {@link ShellCommand}. */
  static final List<String> WAITING = List.of("/bin/sh");

  BubblewrapView system(Furniture furniture, Path executable) throws IOException {
    add("--ro-bind", "/usr", "/usr");
    for (String link : SYSTEM_LINKS) {
      Path path = Path.of("/", link);
      if (Files.isSymbolicLink(path)) {
        add("--symlink", Files.readSymbolicLink(path).toString(), path.toString());
      } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        add("--ro-bind", path.toString(), path.toString());
      }
    }
    FOLDERS.forEach(folder -> add("--perms", "0755", "--dir", folder));
    OF_ETC.forEach(file -> add("--ro-bind-try", "/etc/" + file, "/etc/" + file));
    new BrowserPolicies(furniture.folder()).show(this);
    add("--ro-bind-try", "/var/cache/fontconfig", "/var/cache/fontconfig");
    furniture
        .files()
        .keySet()
        .forEach(
            file -> add("--ro-bind", furniture.folder().resolve(file).toString(), "/etc/" + file));
    if (!executable.startsWith("/usr")) {
      add("--ro-bind", parent(executable).toString(), Inside.BROWSER.toString());
    }
    return this;
  }

  /** The path of the browser in the room. */
  static Path executable(Path onTheMachine) {
    return onTheMachine.startsWith("/usr")
        ? onTheMachine
        : Inside.BROWSER.resolve(onTheMachine.getFileName());
  }

  private static Path parent(Path executable) {
    Path parent = executable.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("not a program: " + executable);
    }
    return parent;
  }

  /** What the browser can write to: folders of the machine, and memory with a limit. */
  BubblewrapView places() {
    add("--proc", "/proc", "--dev", "/dev");
    // Without a size each of them could take half of the machine's memory.
    memory("/dev/shm", 1L << 30);
    memory(Inside.TEMPORARY.toString(), 1L << 30);
    memory("/var/tmp", 16L << 20);
    memory(Inside.RUNTIME.toString(), 16L << 20);
    memory(Inside.HOME.toString(), 64L << 20);
    add("--symlink", Inside.DOWNLOADS.toString(), Inside.HOME.resolve("Downloads").toString());
    return this;
  }

  /** With the folders that the browser gets. */
  BubblewrapView folders(BrowserFolders folders) {
    add("--bind", folders.profile().toString(), Inside.PROFILE.toString());
    if (folders.downloads().isPresent()) {
      add("--bind", folders.downloads().get().toString(), Inside.DOWNLOADS.toString());
    } else {
      memory(Inside.DOWNLOADS.toString(), 256L << 20);
    }
    return this;
  }

  /** With places for them, over which they can be put later. */
  BubblewrapView placesForFolders() {
    add("--perms", "0755", "--dir", Inside.PROFILE.toString());
    memory(Inside.DOWNLOADS.toString(), 256L << 20);
    return this;
  }

  private void memory(String place, long size) {
    // Sticky and open to all, because it belongs to root and the browser is someone else.
    add("--perms", "1777", "--size", Long.toString(size), "--tmpfs", place);
  }

  /** Last: "/" itself is memory too. */
  BubblewrapView closed() {
    return add("--remount-ro", "/").add("--json-status-fd", Integer.toString(STATUS));
  }

  /** The command that makes the room, with these arguments on its descriptor. */
  static List<String> command(Programs programs, List<String> inside) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(programs.path("bwrap"), "--args", Integer.toString(ARGUMENTS), "--"));
    command.addAll(inside);
    return command;
  }

  BubblewrapView add(String... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  List<String> arguments() {
    return List.copyOf(arguments);
  }

  /** As --args reads them: each with a zero byte behind it. */
  byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    for (String argument : arguments) {
      bytes.writeBytes(argument.getBytes(StandardCharsets.UTF_8));
      bytes.write(0);
    }
    return bytes.toByteArray();
  }
}
