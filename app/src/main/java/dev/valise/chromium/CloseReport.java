package dev.valise.chromium;

import java.time.Duration;

/** How a browser ended. In every case no process of it is left. */
public sealed interface CloseReport {

  /** From the wish to close until the last process was gone. */
  Duration took();

  /** It ended in order, asked by us or by a client, and wrote all it had to write. */
  record Clean(Duration took) implements CloseReport {}

  /**
   * It ended by itself and not in order; what it had not written yet is lost (cookies of the last
   * 30 s, localStorage of the last 5 s).
   *
   * @param exitCode 128 + n for signal n
   */
  record Crashed(int exitCode, Duration took) implements CloseReport {}

  /** It had to be ended; what it had not written yet is lost. */
  record Forced(String reason, Duration took) implements CloseReport {}
}
