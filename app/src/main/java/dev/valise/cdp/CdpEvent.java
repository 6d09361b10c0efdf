package dev.valise.cdp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Something the browser reported by itself.
 *
 * @param method such as {@code Page.loadEventFired}
 * @param params an object, empty when the event has none
 * @param sessionId the flat session it belongs to; empty for the browser itself
 */
public record CdpEvent(String method, JsonNode params, Optional<String> sessionId) {}
