package dev.valise.api.cdp;

import dev.valise.cdp.DevToolsHandshake;
import dev.valise.cdp.WebSocketKey;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * A client's WebSocket opening handshake that obeys RFC 6455, section 4.2.1.
 *
 * @param key answered by Chromium in the end
 * @param extensions the extensions that the client offers, if any
 */
record ClientHandshake(WebSocketKey key, Optional<String> extensions) {

  /**
   * Judges a request before anything is connected for it.
   *
   * @throws RefusedException when it is no such handshake
   */
  static ClientHandshake of(Request request) throws RefusedException {
    HttpFields headers = request.getHeaders();
    if (!HttpMethod.GET.is(request.getMethod()) || carriesBody(headers)) {
      throw new RefusedException(Refusal.MALFORMED);
    }
    if (!asksForWebSocket(request)) {
      throw new RefusedException(Refusal.NOT_WEBSOCKET);
    }
    List<String> offers = headers.getValuesList(HttpHeader.SEC_WEBSOCKET_EXTENSIONS);
    return new ClientHandshake(
        onlyKey(headers),
        offers.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", offers)));
  }

  private static WebSocketKey onlyKey(HttpFields headers) throws RefusedException {
    List<String> keys = headers.getValuesList(HttpHeader.SEC_WEBSOCKET_KEY);
    if (keys.size() != 1) {
      throw new RefusedException(Refusal.MALFORMED);
    }
    return WebSocketKey.parse(keys.getFirst())
        .orElseThrow(() -> new RefusedException(Refusal.MALFORMED));
  }

  /** Behind the 101 every byte belongs to the tunnel, so that a body would end up inside it. */
  private static boolean carriesBody(HttpFields headers) {
    return headers.getLongField(HttpHeader.CONTENT_LENGTH) > 0
        || headers.contains(HttpHeader.TRANSFER_ENCODING)
        || headers.contains(HttpHeader.EXPECT);
  }

  private static boolean asksForWebSocket(Request request) {
    HttpFields headers = request.getHeaders();
    return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
        && headers.contains(HttpHeader.CONNECTION, "upgrade")
        && headers.contains(HttpHeader.UPGRADE, "websocket")
        && headers.contains(HttpHeader.SEC_WEBSOCKET_VERSION, "13");
  }

  /** What a browser is to hear of it: no Origin, no token, no cookies. */
  DevToolsHandshake.Offer offer() {
    return new DevToolsHandshake.Offer(key, extensions);
  }

  ClientHandshake withoutExtensions() {
    return new ClientHandshake(key, Optional.empty());
  }

  /** Fills in the 101; Jetty writes it when the request completes. */
  void accept(Response response, Optional<String> agreedExtensions) {
    response.setStatus(HttpStatus.SWITCHING_PROTOCOLS_101);
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.UPGRADE, "websocket");
    headers.put(HttpHeader.CONNECTION, "Upgrade");
    headers.put(HttpHeader.SEC_WEBSOCKET_ACCEPT, key.accept());
    agreedExtensions.ifPresent(it -> headers.put(HttpHeader.SEC_WEBSOCKET_EXTENSIONS, it));
  }
}
