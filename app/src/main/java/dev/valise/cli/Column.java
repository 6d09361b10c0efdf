package dev.valise.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A column of a list.
 *
 * @param title its heading
 * @param pointer where an element of the list has its value, as a JSON pointer
 */
record Column(String title, String pointer) {

  /** A dash where the element has no such value. */
  String cell(JsonNode element) {
    String value = element.at(pointer).asText("");
    return value.isEmpty() ? "-" : value;
  }
}
