package dev.valise.profile;

import dev.valise.disk.PrivateFiles;
import dev.valise.model.OpaqueId;
import dev.valise.model.ProfileId;
import dev.valise.snapshot.CheckoutRecord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders of closed sessions, kept so that the next one finds most of its files already there.
 * One for a profile, all together bounded in bytes; the one used longest ago goes first.
 *
 * <p>Thread-safe; one process at a time. Losing one costs time, nothing else.
 *
 * <pre>
 * {profile}/folder   the user-data-dir, in clear
 * {profile}/record   how its files looked when it was parked; without it the folder is worthless
 * </pre>
 */
public final class WarmCheckouts {
  private static final Logger LOG = LoggerFactory.getLogger(WarmCheckouts.class);
  private static final int LOCKS = 64;

  private final Path root;
  private final long maxBytes;
  private final String boot;
  private final List<Lock> locks =
      IntStream.range(0, LOCKS).<Lock>mapToObj(_ -> new ReentrantLock()).toList();

  /** Sizes in bytes, the one used longest ago first. */
  private final Map<ProfileId, Long> parked = new LinkedHashMap<>();

  private WarmCheckouts(Path root, long maxBytes, String boot) {
    this.root = root;
    this.maxBytes = maxBytes;
    this.boot = boot;
  }

  /**
   * Opens a folder, making it when it is missing, and wipes what is in it and of no use.
   *
   * @param maxBytes how large all checkouts together may be; 0 keeps none
   * @param boot which start of the machine this is: after another one nothing says what of the
   *     files reached the disk
   */
  public static WarmCheckouts open(Path root, long maxBytes, String boot) throws IOException {
    var warm = new WarmCheckouts(PrivateFiles.createFolder(root), maxBytes, boot);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        warm.findParked(entry);
      }
    }
    warm.evict();
    return warm;
  }

  private void findParked(Path entry) throws IOException {
    String name = String.valueOf(entry.getFileName());
    Optional<CheckoutRecord> record = OpaqueId.hasShape(name) ? record(entry) : Optional.empty();
    if (record.isPresent()) {
      parked.put(new ProfileId(name), record.get().bytes());
    } else {
      PrivateFiles.deleteTree(entry);
    }
  }

  /**
   * Moves the checkout of a profile, if there is one, to where a session wants it.
   *
   * @param folder that does not exist
   * @return the record of what is in the folder now; empty when there is still no folder
   */
  Optional<CheckoutRecord> claim(ProfileId profile, Path folder) {
    return locked(
        profile,
        () -> {
          if (!forget(profile)) {
            return Optional.empty();
          }
          Optional<CheckoutRecord> record = record(entry(profile));
          if (record.isPresent()) {
            Files.move(entry(profile).resolve("folder"), folder);
          }
          PrivateFiles.deleteTree(entry(profile));
          return record;
        });
  }

  /** Takes a folder in which nothing runs any more; it is gone from where it was. */
  void park(ProfileId profile, Path folder, CheckoutRecord record) {
    if (record.bytes() > maxBytes) {
      quietly(() -> PrivateFiles.deleteTree(folder));
      return;
    }
    var _ =
        locked(
            profile,
            () -> {
              forget(profile);
              Path entry = entry(profile);
              PrivateFiles.deleteTree(entry);
              PrivateFiles.createFolder(entry);
              Files.move(folder, entry.resolve("folder"));
              record.write(entry.resolve("record"), boot);
              remember(profile, record);
              return Optional.empty();
            });
    quietly(() -> PrivateFiles.deleteTree(folder));
    evict();
  }

  /** Makes a folder equal to the snapshot that its record is of. */
  interface Tidying {
    CheckoutRecord tidy(Path folder, CheckoutRecord record) throws IOException;
  }

  /** Tidies the checkout of a profile, if there is one; who claims it meanwhile waits. */
  void tidy(ProfileId profile, Tidying tidying) {
    var _ =
        locked(
            profile,
            () -> {
              Path entry = entry(profile);
              Optional<CheckoutRecord> record = forget(profile) ? record(entry) : Optional.empty();
              if (record.isPresent()) {
                // Cut off in the middle, the folder equals nothing.
                Files.delete(entry.resolve("record"));
                CheckoutRecord tidied = tidying.tidy(entry.resolve("folder"), record.get());
                tidied.write(entry.resolve("record"), boot);
                remember(profile, tidied);
              }
              return Optional.empty();
            });
  }

  /** Deletes the checkout of a profile, if there is one. */
  public void wipe(ProfileId profile) {
    var _ =
        locked(
            profile,
            () -> {
              forget(profile);
              PrivateFiles.deleteTree(entry(profile));
              return Optional.empty();
            });
  }

  /** The profiles of which there is a checkout now. */
  Set<ProfileId> parked() {
    synchronized (parked) {
      return Set.copyOf(parked.keySet());
    }
  }

  private void evict() {
    for (ProfileId profile : tooMany()) {
      wipe(profile);
    }
  }

  private List<ProfileId> tooMany() {
    synchronized (parked) {
      long bytes = parked.values().stream().mapToLong(Long::longValue).sum();
      List<ProfileId> tooMany = new ArrayList<>();
      for (var eldest : parked.entrySet()) {
        if (bytes > maxBytes) {
          tooMany.add(eldest.getKey());
          bytes -= eldest.getValue();
        }
      }
      return tooMany;
    }
  }

  private void remember(ProfileId profile, CheckoutRecord record) {
    synchronized (parked) {
      parked.put(profile, record.bytes());
    }
  }

  private boolean forget(ProfileId profile) {
    synchronized (parked) {
      return parked.remove(profile) != null;
    }
  }

  private Path entry(ProfileId profile) {
    return root.resolve(profile.value());
  }

  private Optional<CheckoutRecord> record(Path entry) throws IOException {
    Path file = entry.resolve("record");
    return Files.exists(file) ? CheckoutRecord.read(file, boot) : Optional.empty();
  }

  private interface Work<T> {
    Optional<T> run() throws IOException;
  }

  /** Runs with the profile's checkout to itself; a failure ends in no checkout. */
  private <T> Optional<T> locked(ProfileId profile, Work<T> work) {
    Lock lock = locks.get(Math.floorMod(profile.hashCode(), LOCKS));
    lock.lock();
    try {
      return work.run();
    } catch (IOException | RuntimeException e) {
      LOG.warn("the warm checkout of profile {} is given up", profile, e);
      forget(profile);
      quietly(() -> PrivateFiles.deleteTree(entry(profile)));
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private interface Deletion {
    void run() throws IOException;
  }

  private static void quietly(Deletion deletion) {
    try {
      deletion.run();
    } catch (IOException e) {
      LOG.warn("a warm checkout could not be removed; the next start of the server tries again", e);
    }
  }
}
