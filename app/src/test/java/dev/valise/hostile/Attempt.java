package dev.valise.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** An attack that was tried, as one process tells another. */
record Attempt(String defence, String attack, boolean got, String words) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String MARK = "attempt ";

  static Attempt of(Defence defence, Attack attack, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Got(String what) -> new Attempt(defence.toString(), attack.name(), true, what);
      case Outcome.Refused(String how) ->
          new Attempt(defence.toString(), attack.name(), false, how);
    };
  }

  boolean isOf(Defence other, Attack another) {
    return defence.equals(other.toString()) && attack.equals(another.name());
  }

  static boolean isTold(String line) {
    return line.startsWith(MARK);
  }

  String line() throws JsonProcessingException {
    return MARK + JSON.writeValueAsString(this);
  }

  static Attempt parse(String line) throws JsonProcessingException {
    return JSON.readValue(line.substring(MARK.length()), Attempt.class);
  }
}
