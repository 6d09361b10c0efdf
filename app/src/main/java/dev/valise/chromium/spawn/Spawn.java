package dev.valise.chromium.spawn;

import dev.valise.chromium.libc.Descriptors;
import dev.valise.chromium.libc.NativeCall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Starts processes that inherit what a thread did to itself. Linux since 5.11. Thread-safe.
 *
 * <p>Such a process leads a session of its own, so that it outlives this one even while it is
 * stopped: the kernel sends SIGHUP to a stopped process group that loses its parent. It gets no
 * descriptor but those it is meant to have, and nothing ties it to the life of this process or of
 * the calling thread.
 */
public final class Spawn {
  private Spawn() {}

  /** What a thread does to itself before it starts the process. See {@link OwnThread}. */
  @FunctionalInterface
  public interface Change {
    /** Nothing. */
    Change NONE = () -> {};

    /** May need no file of this machine once it is done, nor a class that is not loaded. */
    void apply() throws IOException;
  }

  /**
   * Starts a process.
   *
   * @param builder its program is looked for on this process's PATH, after the change; files that
   *     its streams are redirected to are opened before
   * @throws IOException when the change does not work, or the program cannot be run; no process is
   *     left then
   */
  public static Process start(ProcessBuilder builder, Change change) throws IOException {
    return start(builder, Optional.empty(), change);
  }

  /**
   * The same with a file more.
   *
   * @param given opened for writing before the change, and descriptor 3 of the process
   */
  public static Process start(ProcessBuilder builder, Optional<Path> given, Change change)
      throws IOException {
    try (Arena arena = Arena.ofShared();
        var descriptors = new Descriptors()) {
      ChildStreams streams = ChildStreams.open(builder, given, descriptors);
      boolean isStarted = false;
      try {
        SpawnActions actions = SpawnActions.prepare(builder, streams.ofChild(), arena);
        try {
          int errno =
              OwnThread.call(() -> {
                Descriptors.unshare();
                change.apply();
                return actions.spawn();
              });
          if (errno != 0) {
            throw NativeCall.failure(builder.command().getFirst() + ": posix_spawn", errno);
          }
          isStarted = true;
          return SpawnedProcess.of(actions.startedPid(), streams);
        } finally {
          actions.free();
        }
      } finally {
        if (!isStarted) {
          streams.close();
        }
      }
    }
  }
}
