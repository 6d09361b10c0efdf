package dev.valise.cdp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.Map;

/** What takes DevTools commands: the browser itself, or one attached target. Thread-safe. */
public interface CdpSession {

  /**
   * Sends one command and waits for its result.
   *
   * @param params an object
   * @return the result object, empty for commands without a result
   * @throws CdpException.Refused when the browser answers with an error
   * @throws CdpException.TimedOut when no answer came within the timeout
   * @throws CdpException.Closed when the connection ends before the answer
   * @throws IllegalStateException when called from an event listener, which would wait for itself
   */
  JsonNode call(String method, JsonNode params, Duration timeout);

  /** As above; the values of the map may be whatever Jackson turns into JSON. */
  default JsonNode call(String method, Map<String, ?> params, Duration timeout) {
    return call(method, CdpMessages.object(params), timeout);
  }

  /** As above, for commands without parameters. */
  default JsonNode call(String method, Duration timeout) {
    return call(method, JsonNodeFactory.instance.objectNode(), timeout);
  }
}
