package dev.valise.chromium;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The processes of this machine. Thread-safe; each call looks anew. */
interface ProcessTable {

  /** Those that run; not those that ended and wait to be reaped. */
  List<ProcessEntry> list();

  /** The one that runs with this pid. */
  Optional<ProcessEntry> find(long pid);

  /** Its arguments, one blank between them; empty when it is gone or hidden from this user. */
  String commandLine(long pid);

  /** The user id it runs as; empty when it is gone, or where the platform does not tell. */
  OptionalInt user(long pid);

  /** Which start of the machine this is, as in {@link ProcessIdentity}. */
  String boot();

  static ProcessTable ofThisMachine() {
    return Machine.TABLE;
  }

  /** Holds the one table, chosen at first use. */
  final class Machine {
    private static final ProcessTable TABLE =
        Files.isReadable(Path.of("/proc/self/stat"))
            ? new LinuxProcessTable()
            : new PortableProcessTable();

    private Machine() {}
  }
}
