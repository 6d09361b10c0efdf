package dev.valise.chromium.isolation;

import java.io.IOException;
import java.util.List;

/** Starts what makes a room, without anything of the server's environment. */
final class RoomProcess {
  private RoomProcess() {}

  /**
   * Starts it.
   *
   * @param input a few kilobytes, which fit into a pipe
   */
  static Process start(List<String> command, byte[] input) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    // --clearenv leaves /proc/1/environ of the room as it was.
    builder.environment().clear();
    Process process = builder.start();
    try (var arguments = process.getOutputStream()) {
      arguments.write(input);
    } catch (IOException e) {
      // It ended at once; its exit code and output say why.
    }
    return process;
  }
}
