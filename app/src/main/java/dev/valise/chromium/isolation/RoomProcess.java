package dev.valise.chromium.isolation;

import dev.valise.chromium.spawn.Spawn;
import java.io.IOException;
import java.util.List;

/** Starts what makes a room, without anything of the server's environment. */
final class RoomProcess {
  private RoomProcess() {}

  /**
   * Starts it, with its errors among its output.
   *
   * @param change before, to the thread that starts it
   */
  static Process start(List<String> command, Spawn.Change change) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    // --clearenv leaves /proc/1/environ of the room as it was.
    builder.environment().clear();
    return Spawn.start(builder, change);
  }

  /**
   * Says all that it will ever be told.
   *
   * @param input a few kilobytes, which fit into a pipe
   */
  static void tell(Process process, byte[] input) {
    try (var told = process.getOutputStream()) {
      told.write(input);
    } catch (IOException e) {
      // It ended before; its exit code and output say why.
    }
  }
}
