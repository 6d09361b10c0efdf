package dev.valise.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
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
        text(name)
            .lines()
            .map(line -> line.replaceAll("#.*", "").replaceAll("\\s", ""))
            .collect(Collectors.joining());
    return HexFormat.of().parseHex(digits);
  }

  /** What a block stands for: bytes where it is hex, and the text in UTF-8 elsewhere. */
  public byte[] bytes(String name) throws IOException {
    return name.startsWith("hex ") ? hex(name) : text(name).strip().getBytes(UTF_8);
  }

  /** The whole name of the only block whose name begins with this one and a space. */
  public String only(String start) {
    List<String> names =
        blocks.keySet().stream().filter(name -> name.startsWith(start + " ")).toList();
    if (names.size() != 1) {
      throw new IllegalStateException("'" + start + "' begins the names " + names);
    }
    return names.getFirst();
  }
}
