package dev.valise.storm;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a server answered.
 *
 * @param body missing when there was none
 */
record Answer(int status, JsonNode body) {
  String text(String field) {
    return body.path(field).asText();
  }

  /** This answer, if it has that status. */
  Answer expect(int wanted) {
    if (status != wanted) {
      throw new AssertionError("%d instead of %d: %s".formatted(status, wanted, body));
    }
    return this;
  }
}
