package dev.valise.chromium;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code /proc}, as described in proc_pid_stat(5). */
final class LinuxProcessTable implements ProcessTable {

  private static final Path PROC = Path.of("/proc");

  // The name above it cannot feign it: line ends in names are escaped (proc_pid_status(5)).
  private static final Pattern REAL_USER = Pattern.compile("(?m)^Uid:\\t([0-9]+)");

  private final String boot;

  LinuxProcessTable() {
    try {
      boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the boot id of this machine", e);
    }
  }

  @Override
  public String boot() {
    return boot;
  }

  @Override
  public List<ProcessEntry> list() {
    var entries = new ArrayList<ProcessEntry>();
    try (DirectoryStream<Path> pids = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path pid : pids) {
        find(Long.parseLong(pid.getFileName().toString())).ifPresent(entries::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new IllegalStateException("Cannot list the processes of this machine", e);
    }
    return entries;
  }

  @Override
  public Optional<ProcessEntry> find(long pid) {
    String stat;
    try {
      stat = Files.readString(of(pid, "stat"), ISO_8859_1);
    } catch (IOException e) {
      // Gone between being named and being read: the usual fate of short processes.
      return Optional.empty();
    }
    // The name in parentheses is chosen by the process and may hold blanks and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 21);
    char state = fields[0].charAt(0);
    if (state == 'Z' || state == 'X') {
      return Optional.empty();
    }
    return Optional.of(
        new ProcessEntry(
            new ProcessIdentity(pid, Long.parseLong(fields[19]), boot),
            Long.parseLong(fields[1]),
            OptionalLong.of(Long.parseLong(fields[3]))));
  }

  @Override
  public String commandLine(long pid) {
    try {
      return new String(Files.readAllBytes(of(pid, "cmdline")), StandardCharsets.UTF_8)
          .replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  /** Not the owner of its folder: that is root for a process that may not be dumped (proc(5)). */
  @Override
  public OptionalInt user(long pid) {
    try {
      Matcher found = REAL_USER.matcher(Files.readString(of(pid, "status"), ISO_8859_1));
      return found.find()
          ? OptionalInt.of(Integer.parseUnsignedInt(found.group(1)))
          : OptionalInt.empty();
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  private static Path of(long pid, String file) {
    return PROC.resolve(Long.toString(pid)).resolve(file);
  }
}
