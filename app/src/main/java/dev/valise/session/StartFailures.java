package dev.valise.session;

import dev.valise.chromium.ChromiumStartException;
import java.util.List;

/** That the browser of a session does not start on its folder any more. Thread-safe. */
final class StartFailures {

  /** As often as the client of Kernel sends a failed DELETE (src/client.ts, maxRetries 2). */
  private static final int ENOUGH = 3;

  private static final int LINES = 10;

  private int count;
  private String last = "";

  void add(Exception failure) {
    String first =
        String.valueOf(failure.getMessage()).lines().findFirst().orElse(failure.toString());
    add(
        failure instanceof ChromiumStartException start
            ? String.join("\n", first, String.join("\n", end(start.lastLines()))).strip()
            : first);
  }

  private static List<String> end(List<String> lines) {
    return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
  }

  synchronized void add(String failure) {
    count++;
    last = failure;
  }

  /** It starts again. */
  synchronized void clear() {
    count = 0;
  }

  /** Whether to try no more. */
  synchronized boolean areEnough() {
    return count >= ENOUGH;
  }

  /** For people, with the end of what the browser printed. */
  synchronized String reason() {
    return ("the browser ended and does not open its folder any more; the folder is kept under"
            + " %s/ of the data folder. %s")
        .formatted(BrowserHost.UNSAVED, last);
  }
}
