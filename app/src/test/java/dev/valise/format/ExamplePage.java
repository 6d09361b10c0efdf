package dev.valise.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The example of docs/format.md: its code blocks by the words behind their fences. What stands
 * behind a {@code #} in a line of hex is for people.
 */
public record ExamplePage(Map<String, String> blocks) {
  private static final Path PAGE = Path.of("../docs/format.md");
  private static final String FENCE = "```";

  public static ExamplePage read() throws IOException {
    Map<String, String> blocks = new LinkedHashMap<>();
    String name = "";
    var text = new StringBuilder();
    for (String line : Files.readAllLines(PAGE)) {
      if (!line.startsWith(FENCE)) {
        text.append(line).append('\n');
      } else if (line.equals(FENCE)) {
        blocks.put(name, text.toString());
      } else {
        name = line.substring(FENCE.length());
        text = new StringBuilder();
      }
    }
    return new ExamplePage(blocks);
  }

  public String text(String name) throws IOException {
    String block = blocks.get(name);
    if (block == null) {
      throw new IOException("the page has no block '" + name + "', but " + blocks.keySet());
    }
    return block;
  }

  public byte[] hex(String name) throws IOException {
    String digits =
        text("hex " + name)
            .lines()
            .map(line -> line.replaceAll("#.*", "").replaceAll("\\s", ""))
            .collect(Collectors.joining());
    return HexFormat.of().parseHex(digits);
  }

  /** The words behind this one in the name of the only block that begins with it. */
  public String nameAfter(String first) {
    return blocks.keySet().stream()
        .filter(name -> name.startsWith(first + " "))
        .map(name -> name.substring(first.length() + 1))
        .findFirst()
        .orElseThrow();
  }
}
