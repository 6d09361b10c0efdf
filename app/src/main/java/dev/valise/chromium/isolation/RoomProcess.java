package dev.valise.chromium.isolation;

import dev.valise.chromium.spawn.Spawn;
import java.io.IOException;
import java.util.List;

/** Starts what makes a room, without anything of the server's environment. */
final class RoomProcess {
  private RoomProcess() {}

  /**
   * Starts it.
   *
   * @param input a few kilobytes, which fit into a pipe
   * @param change before, to the thread that starts it
   */
  static Process start(List<String> command, byte[] input, Spawn.Change change) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    // --clearenv leaves /proc/1/environ of the room as it was.
    builder.environment().clear();
    Process process = Spawn.start(builder, change);
    try (var arguments = process.getOutputStream()) {
      arguments.write(input);
    } catch (IOException e) {
      // It ended at once; its exit code and output say why.
    }
    return process;
  }
}
