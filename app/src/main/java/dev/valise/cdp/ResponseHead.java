package dev.valise.cdp;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Status line and header fields of an HTTP/1.1 response.
 *
 * @param status the status code, for example 101
 * @param fields by name, whatever its case; of a repeated field the last value
 */
public record ResponseHead(int status, Map<String, String> fields) {

  /**
   * Reads a head as it came over the wire.
   *
   * @param head all characters before the empty line
   * @throws IOException when it is not an HTTP/1.1 response
   */
  public static ResponseHead parse(String head) throws IOException {
    String[] lines = head.split("\r\n", -1);
    var fields = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      String[] field = lines[i].split(":", 2);
      // A value can be handed on to the client, where a bare CR or LF would start another field.
      if (field.length < 2 || lines[i].chars().anyMatch(Character::isISOControl)) {
        throw new IOException("the browser's answer has a malformed header field");
      }
      fields.put(field[0], field[1].strip());
    }
    return new ResponseHead(status(lines[0]), fields);
  }

  private static int status(String line) throws IOException {
    String version = "HTTP/1.1 ";
    if (!line.matches(version + "\\d{3}( .*)?")) {
      throw new IOException("the browser's answer is not HTTP/1.1");
    }
    return Integer.parseInt(line, version.length(), version.length() + 3, 10);
  }

  public Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }
}
