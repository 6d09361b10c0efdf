package dev.valise.chromium.limits;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.valise.chromium.libc.Descriptors;
import dev.valise.chromium.libc.NativeCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Waits for a line of {@code cgroup.events}, whose changes the kernel tells by poll(2). Not by
 * inotify, and so by a WatchService, as well: closing one takes 14 ms, and a freeze 2.5 (medians).
 */
final class CgroupEvents {
  private static final long ROOM = 256;
  private static final short POLLPRI = 2;

  /** {@code struct pollfd} of poll(2). */
  private static final MemoryLayout POLLFD =
      MemoryLayout.structLayout(JAVA_INT, JAVA_SHORT, JAVA_SHORT);

  private static final MethodHandle POLL =
      NativeCall.plain("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle PREAD =
      NativeCall.withErrno(
          "pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));

  private CgroupEvents() {}

  /** False when the limit passes first. */
  static boolean await(Path group, String line, Duration limit)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    if (!Thread.currentThread().isVirtual()) {
      return poll(group, line, end);
    }
    // poll(2) blocks its carrier thread.
    var platformThread = Thread.ofPlatform().daemon().name("cgroup-events");
    try {
      return CompletableFuture.supplyAsync(
              () -> {
                try {
                  return poll(group, line, end);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              platformThread::start)
          .get();
    } catch (ExecutionException e) {
      throw new IOException("Cannot wait for " + group, e.getCause());
    }
  }

  private static boolean poll(Path group, String line, long end) throws IOException {
    try (Arena arena = Arena.ofConfined();
        var descriptors = new Descriptors()) {
      int file = descriptors.open(group.resolve("cgroup.events"), Descriptors.READ);
      MemorySegment pollfd = arena.allocate(POLLFD);
      pollfd.set(JAVA_INT, 0, file);
      pollfd.set(JAVA_SHORT, JAVA_INT.byteSize(), POLLPRI);
      // A read arms the next poll: what changed before it is in its text.
      while (text(file, arena).lines().noneMatch(line::equals)) {
        long remaining = end - System.nanoTime();
        if (remaining <= 0) {
          return false;
        }
        // Also ends early, by a signal to this thread, and then is only one more look.
        int ignored =
            (int)
                POLL.invokeExact(
                    pollfd, 1L, (int) Math.min(remaining / 1_000_000 + 1, Integer.MAX_VALUE));
      }
      return true;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("poll failed", e);
    }
  }

  private static String text(int file, Arena arena) throws Throwable {
    MemorySegment state = arena.allocate(NativeCall.state());
    MemorySegment bytes = arena.allocate(ROOM);
    long length = (long) PREAD.invokeExact(state, file, bytes, ROOM, 0L);
    if (length < 0) {
      throw NativeCall.failure("cgroup.events", NativeCall.errno(state));
    }
    return new String(bytes.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.US_ASCII);
  }
}
