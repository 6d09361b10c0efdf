package dev.valise.snapshot;

import dev.valise.disk.PrivateFiles;
import dev.valise.snapshot.FolderScan.FoundFile;
import dev.valise.snapshot.FolderScan.FoundFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A folder as it was at one moment, put aside to be saved while programs go on writing to it: how
 * all its files looked, and copies of those that the base does not have as they are.
 *
 * <p>It is copied as a running machine is moved to another host: once while its programs run, and
 * then, while they stand still, what has changed since. Only the second pass is a pause. Used by
 * one thread.
 */
public final class StagedFolder {
  private final Path live;
  private final Path folder;
  private final Preset preset;
  private final Optional<Base> base;
  private final Tree before;
  private final Predicate<String> always;
  private final SparseCopy copy = new SparseCopy();

  /** How each file looked that was copied; as a {@link CheckoutRecord} has it. */
  private final Map<String, FileStamp> copied = new HashMap<>();

  private final Set<String> folders = new HashSet<>();
  private final Refused refused = new Refused();
  private @Nullable FolderScan scan;
  private boolean complete;
  private long scannedAt;

  private StagedFolder(
      Path live,
      Path folder,
      Preset preset,
      Optional<Base> base,
      Tree before,
      Predicate<String> always) {
    this.live = live;
    this.folder = folder;
    this.preset = preset;
    this.base = base;
    this.before = before;
    this.always = always;
  }

  /**
   * Begins with nothing.
   *
   * @param live the folder, in which anybody may write anything
   * @param folder where the copies go: empty, private, and out of reach of those who write
   * @param base what the live folder held before; without one, or without its record, all is copied
   * @param always paths of files and folders that somebody wants to find in {@code folder}, changed
   *     or not
   * @throws DamagedSnapshotException when the base cannot be read
   */
  public static StagedFolder begin(
      Path live, Path folder, Preset preset, Optional<Base> base, Predicate<String> always)
      throws IOException {
    Tree before = base.isPresent() ? base.get().snapshot().layers().tree() : Tree.EMPTY;
    return new StagedFolder(live, folder, preset, base, before, always);
  }

  /**
   * Copies what is to be copied, as far as the programs that run let it: a file that is gone
   * meanwhile, or is something else, is left to {@link #copyRest}.
   */
  public void copyAhead() throws IOException {
    Optional<HostileFolder> held = HostileFolder.hold(live);
    if (held.isPresent()) {
      try (HostileFolder source = held.get()) {
        scan = copy(Optional.of(source), false);
      }
    }
  }

  /** Copies what has changed since, while nobody writes. From then on this is complete. */
  public void copyRest() throws IOException {
    Optional<HostileFolder> held = HostileFolder.hold(live);
    try {
      scan = copy(held, true);
      complete = true;
    } finally {
      held.ifPresent(HostileFolder::close);
    }
  }

  private FolderScan copy(Optional<HostileFolder> source, boolean all) throws IOException {
    long now = FileClock.nanos();
    FolderScan found =
        scan == null ? FolderScan.of(live, preset) : FolderScan.after(scan, live, preset);
    removeOthers(found);
    for (FoundFolder each : found.folders()) {
      if (always.test(each.path())) {
        make(each.path());
      }
    }
    for (FoundFile file : found.files()) {
      boolean needed = !isInBase(file) || always.test(file.path());
      if (needed && !file.stamp().equals(copied.get(file.path()))) {
        copy(source, file, all, now);
      }
    }
    scannedAt = now;
    return found;
  }

  /** With those around it, which all lead to something that is copied. */
  private void make(String path) throws IOException {
    if (!path.isEmpty() && !folders.contains(path)) {
      make(parent(path));
      PrivateFiles.createFolder(folder.resolve(path));
      folders.add(path);
    }
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** What was a file in the first pass may be a folder by now, and the other way round. */
  private void removeOthers(FolderScan found) throws IOException {
    Set<String> files = new HashSet<>();
    found.files().forEach(file -> files.add(file.path()));
    Set<String> foundFolders = new HashSet<>();
    found.folders().forEach(each -> foundFolders.add(each.path()));
    for (String gone : List.copyOf(copied.keySet())) {
      if (!files.contains(gone)) {
        Files.deleteIfExists(folder.resolve(gone));
        copied.remove(gone);
      }
    }
    List<String> inner = new ArrayList<>(folders);
    inner.removeAll(foundFolders);
    inner.sort(Comparator.reverseOrder());
    for (String gone : inner) {
      Files.deleteIfExists(folder.resolve(gone));
      folders.remove(gone);
    }
  }

  private boolean isInBase(FoundFile file) {
    Optional<CheckoutRecord> record = base.flatMap(Base::record);
    return record.isPresent()
        && record.get().matches(file.path(), file.stamp())
        && before.file(file.path()).isPresent();
  }

  private void copy(Optional<HostileFolder> source, FoundFile file, boolean all, long now)
      throws IOException {
    Path target = folder.resolve(file.path());
    Files.deleteIfExists(target);
    copied.remove(file.path());
    Optional<FileChannel> opened =
        source.isPresent() ? source.get().open(file.path()) : Optional.empty();
    if (opened.isEmpty() && !all) {
      return;
    }
    make(parent(file.path()));
    try (FileChannel in = opened.isPresent() ? opened.get() : open(file.path())) {
      long size = copy.copy(in, target, file.stamp().size());
      if (all && size != file.stamp().size()) {
        throw new IOException("'" + file.path() + "' is written although its writers stand still");
      }
      copied.put(file.path(), file.stamp().recordedAt(now));
    } catch (AccessDeniedException e) {
      refused.add(file.path(), "it may not be read");
    }
  }

  /** By its path, which nobody changes now: says what stands in the way. */
  private FileChannel open(String path) throws IOException {
    Path file = live.resolve(path);
    if (!FoundEntry.of(file).isFile()) {
      throw new IOException("'" + path + "' changes although its writers stand still");
    }
    return FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Adds a file of the caller's own, which lies in the folder of the copies already. It counts as
   * old as the newest of the others beside it: one that is added again is the same.
   *
   * @param path relative, with slashes; of no file of the live folder
   */
  public void add(String path) throws IOException {
    FolderScan now = scan();
    FoundEntry entry = FoundEntry.of(folder.resolve(path));
    FileStamp stamp = entry.stamp();
    String beside = path.substring(0, path.lastIndexOf('/') + 1);
    List<FoundFile> files = new ArrayList<>(now.files());
    files.add(
        new FoundFile(
            path,
            entry.mode(),
            new FileStamp(stamp.size(), newestNanos(beside), stamp.changedNanos(), stamp.inode())));
    files.sort(Comparator.comparing(FoundFile::path));
    scan = new FolderScan(files, now.folders(), now.others(), now.leftOut(), now.refused());
    copied.put(path, stamp);
  }

  /** When a file in one of its folders was last written to, as far as the kernel was told. */
  public Instant newestIn(String inner) {
    return Instant.EPOCH.plusNanos(newestNanos(inner + "/"));
  }

  private long newestNanos(String prefix) {
    return scan().files().stream()
        .filter(file -> file.path().startsWith(prefix))
        .mapToLong(file -> file.stamp().modifiedNanos())
        .max()
        .orElse(0);
  }

  /** Where the copies are. */
  public Path folder() {
    return folder;
  }

  /** What the live folder held before, if that is known. */
  public Optional<Base> base() {
    return base;
  }

  boolean has(String path) {
    return copied.containsKey(path);
  }

  /** What could not be copied, for people. */
  List<String> refused() {
    return refused.lines();
  }

  /** How the live folder looked when all stood still. */
  FolderScan scan() {
    if (scan == null || !complete) {
      throw new IllegalStateException("the folder was not copied to its end");
    }
    return scan;
  }

  /** When that was, in the time of {@link FileClock}. */
  long scannedAt() {
    return scannedAt;
  }
}
