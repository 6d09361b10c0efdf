package dev.valise.chromium.isolation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a shell that reads its script from standard input becomes. In one pair of braces: of a
 * script that ends in the middle, because the server died, nothing is run.
 *
 * @param environment all of it; what no shell has a name for is left out
 */
record ShellCommand(Map<String, String> environment, List<String> command) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * A browser.
   *
   * @param executable on the machine
   */
  static ShellCommand ofBrowser(
      Path executable, List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    command.add(BubblewrapView.executable(executable).toString());
    command.addAll(arguments);
    return new ShellCommand(environment, command);
  }

  String script() {
    String exports =
        environment.entrySet().stream()
            .filter(variable -> NAME.matcher(variable.getKey()).matches())
            .map(variable ->
                "export %s=%s\n".formatted(variable.getKey(), quoted(variable.getValue())))
            .collect(Collectors.joining());
    String words = command.stream().map(ShellCommand::quoted).collect(Collectors.joining(" "));
    return "{\n%sexec %s </dev/null\n}\n".formatted(exports, words);
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
