package dev.valise.storm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of this class path, in a process of their own. */
final class JavaProgram {
  private JavaProgram() {}

  /**
   * @param program the main class and its arguments
   */
  static ProcessBuilder builder(List<String> program) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(program);
    var builder = new ProcessBuilder(command);
    builder.environment().put("VALISE_API_KEY", ServerUnderTest.KEY);
    return builder;
  }
}
