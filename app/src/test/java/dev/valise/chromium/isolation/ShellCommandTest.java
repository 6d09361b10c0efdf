package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class ShellCommandTest {
  private static final List<String> WORDS =
      List.of("one two", "it's", "\"$HOME\" `id` \\", "", "two\nlines", "ö*?", "--a=b");

  private static String output(String script) throws Exception {
    var builder = new ProcessBuilder("/bin/sh").redirectErrorStream(true);
    builder.environment().clear();
    Process shell = builder.start();
    try (var input = shell.getOutputStream()) {
      input.write(script.getBytes(StandardCharsets.UTF_8));
    }
    return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static ShellCommand printing(Map<String, String> environment) {
    List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/printf", "<%s>"));
    command.addAll(WORDS);
    return new ShellCommand(environment, command);
  }

  @Test
  void everyWordArrivesAsItIs() throws Exception {
    assertThat(output(printing(Map.of()).script())).isEqualTo("<" + String.join("><", WORDS) + ">");
  }

  @Test
  void theEnvironmentIsWhatIsGiven() throws Exception {
    var environment = new TreeMap<>(Map.of("LANG", "de", "TZ", "it's $here", "LC_a.b", "x"));
    assertThat(output(new ShellCommand(environment, List.of("/usr/bin/env")).script()).lines())
        .contains("LANG=de", "TZ=it's $here")
        .noneMatch(line -> line.startsWith("LC_"));
  }

  @Test
  void nothingIsReadOfWhatComesBehind() throws Exception {
    String script = new ShellCommand(Map.of(), List.of("/bin/cat")).script();
    assertThat(output(script + "echo behind\n")).isEmpty();
  }

  @Test
  void nothingIsRunOfAScriptThatEndsInTheMiddle() throws Exception {
    String script = printing(Map.of("LANG", "de")).script();
    for (int length = 0; length < script.length() - 2; length++) {
      assertThat(output(script.substring(0, length))).as("%d", length).doesNotContain("<");
    }
  }
}
