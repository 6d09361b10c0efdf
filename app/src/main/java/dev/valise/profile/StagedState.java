package dev.valise.profile;

import dev.valise.disk.PrivateFiles;
import dev.valise.profile.ProfileState.Cookies;
import dev.valise.snapshot.StagedFolder;
import dev.valise.state.LocalStorageCompletion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a browser that goes on running, put aside: first {@link #copyAhead}, then, while all
 * its processes stand still, {@link #copyRest}. Used by one thread; closing it wipes the copies.
 */
public final class StagedState implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StagedState.class);

  private final StagedFolder folder;
  private final long began = System.nanoTime();

  StagedState(StagedFolder folder) {
    this.folder = folder;
  }

  /** Copies what has changed since the base, as far as the running browser lets it. */
  public void copyAhead() throws IOException {
    folder.copyAhead();
  }

  /** Copies what has changed since {@link #copyAhead}; nothing may run meanwhile. */
  public void copyRest() throws IOException {
    folder.copyRest();
  }

  /**
   * Adds what the browser had in localStorage and had not written to disk.
   *
   * @param items by storage key; what other storage keys have stays as it was on disk
   * @return what went wrong, for people
   */
  public List<String> completeLocalStorage(SortedMap<String, Map<String, String>> items)
      throws IOException {
    Optional<String> added;
    try {
      added =
          LocalStorageCompletion.complete(
              folder.folder(), items, folder.newestIn(LocalStorageCompletion.FOLDER));
    } catch (IOException | RuntimeException e) {
      // What hostile bytes may bring out of a parser must not cost anybody the checkpoint.
      LOG.warn("localStorage cannot be completed", e);
      return List.of(
          "localStorage is as the browser last wrote it to disk, up to a minute ago: "
              + e.getMessage());
    }
    if (added.isPresent()) {
      folder.add(added.get());
    }
    return List.of();
  }

  /** What can be saved now. */
  public ProfileState state(String browserVersion, Cookies cookies) {
    return new ProfileState(
        folder.folder(),
        browserVersion,
        cookies,
        Optional.of(folder),
        Optional.of(Duration.ofNanos(System.nanoTime() - began)));
  }

  @Override
  public void close() throws IOException {
    PrivateFiles.deleteTree(folder.folder());
  }
}
