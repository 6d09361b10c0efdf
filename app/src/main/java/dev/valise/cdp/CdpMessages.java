package dev.valise.cdp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** The JSON of the protocol: {@code {id, method, params, sessionId}} out, answers and events in. */
final class CdpMessages {

  /**
   * Longest message taken, in bytes. A full-page screenshot in base64 or the cookies of a large
   * profile stay far below; Jackson's own limit for one string (20 million) is too low for the
   * former.
   */
  static final int LONGEST = 64 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(LONGEST).build())
              .build());

  private CdpMessages() {}

  static JsonNode object(Map<String, ?> values) {
    return JSON.valueToTree(values);
  }

  static JsonNode read(String message) throws IOException {
    return JSON.readTree(message);
  }

  /** Of UTF-8, in a buffer that has an array. */
  static JsonNode read(ByteBuffer message) throws IOException {
    return JSON.readTree(
        message.array(), message.arrayOffset() + message.position(), message.remaining());
  }

  static String command(int id, String method, JsonNode params, Optional<String> sessionId) {
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", params);
    sessionId.ifPresent(session -> message.put("sessionId", session));
    return message.toString();
  }
}
