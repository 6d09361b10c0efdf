package dev.valise.chromium;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Drains what a browser prints, so that it never blocks on a full pipe, keeps the end of it for
 * error messages, and tells when the line with the DevTools address comes.
 *
 * <p>Thread-safe.
 */
final class BrowserOutput {

  private static final int LINES_KEPT = 100;
  private static final int LONGEST_LINE = 500;
  private static final String LISTENING = "DevTools listening on ";

  // content/browser/devtools/devtools_http_handler.cc; the browser goes on without DevTools.
  private static final String NOT_LISTENING = "Cannot start http server for devtools";

  private final Deque<String> lines = new ArrayDeque<>();
  private final CompletableFuture<URI> devTools = new CompletableFuture<>();
  private final Thread reader;

  private BrowserOutput(InputStream output) {
    // Not a virtual thread: a read from a pipe blocks its carrier, here for as long as the browser
    // lives.
    reader = Thread.ofPlatform().daemon().name("chromium-output").unstarted(() -> drain(output));
  }

  static BrowserOutput drained(InputStream output) {
    var drained = new BrowserOutput(output);
    drained.reader.start();
    return drained;
  }

  /**
   * Completed with {@code ws://127.0.0.1:<port>/devtools/browser/<guid>}, or with a {@link
   * BindException} when somebody else has the port.
   */
  CompletableFuture<URI> devTools() {
    return devTools;
  }

  /** The last lines, oldest first, each cut at {@value #LONGEST_LINE} bytes. */
  List<String> lastLines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Waits until everything that an ended browser printed is read, or the limit passes. */
  void awaitEnd(Duration limit) throws InterruptedException {
    reader.join(limit);
  }

  private void drain(InputStream output) {
    byte[] line = new byte[LONGEST_LINE];
    int length = 0;
    try (output) {
      for (int next = output.read(); next >= 0; next = output.read()) {
        if (next == '\n') {
          accept(new String(line, 0, length, StandardCharsets.UTF_8));
          length = 0;
        } else if (length < LONGEST_LINE) {
          line[length++] = (byte) next;
        }
      }
    } catch (IOException e) {
      accept("(output no longer readable: " + e.getMessage() + ")");
    }
    if (length > 0) {
      accept(new String(line, 0, length, StandardCharsets.UTF_8));
    }
  }

  private void accept(String line) {
    if (line.isBlank()) {
      return;
    }
    synchronized (lines) {
      if (lines.size() == LINES_KEPT) {
        lines.removeFirst();
      }
      lines.addLast(line);
    }
    if (line.startsWith(LISTENING)) {
      try {
        devTools.complete(URI.create(line.substring(LISTENING.length()).strip()));
      } catch (IllegalArgumentException e) {
        devTools.completeExceptionally(e);
      }
    } else if (line.contains(NOT_LISTENING)) {
      devTools.completeExceptionally(new BindException(line));
    }
  }
}
