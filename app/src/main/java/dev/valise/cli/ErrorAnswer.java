package dev.valise.cli;

/** Turns an error answer, {@code {"code", "message"}} or anything else, into one line. */
final class ErrorAnswer {

  /** A proxy's error page is long; its first words say which proxy it was. */
  private static final int LONGEST = 200;

  private ErrorAnswer() {}

  static String describe(int status, String body) {
    String line = "%s (HTTP %d)".formatted(oneLine(message(body)), status);
    return status == 401 ? line + "; set VALISE_API_KEY to the key that the server uses" : line;
  }

  private static String message(String body) {
    try {
      return Json.read(body).path("message").asText(body);
    } catch (ApiException notJson) {
      return body;
    }
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    if (line.isEmpty()) {
      return "the server gave no reason";
    }
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
