package dev.valise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * A column of a list.
 *
 * @param title its heading
 * @param pointer where an element of the list has its value, as a JSON pointer
 * @param text of a value that is there
 */
record Column(String title, String pointer, Function<JsonNode, String> text) {

  Column(String title, String pointer) {
    this(title, pointer, JsonNode::asText);
  }

  /** A column of bytes. */
  static Column size(String title, String pointer) {
    return new Column(title, pointer, value -> Amounts.bytes(value.asLong()));
  }

  /** A dash where the element has no such value. */
  String cell(JsonNode element) {
    JsonNode value = element.at(pointer);
    String cell = value.isMissingNode() || value.isNull() ? "" : text.apply(value);
    return cell.isEmpty() ? "-" : cell;
  }
}
