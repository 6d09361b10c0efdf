package dev.valise.api.cdp;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Why a client gets no tunnel; every answer has the error body of Kernel's API. */
enum Refusal {
  /** One answer for all reasons: it must not tell which sessions exist. */
  UNAUTHORIZED(401, "unauthorized", "No running browser session answers to this URL and token"),
  MALFORMED(400, "bad_request", "This is not a valid WebSocket opening handshake"),
  NOT_WEBSOCKET(426, "upgrade_required", "This URL speaks the WebSocket protocol, version 13"),
  UNREACHABLE(502, "bad_gateway", "The session's browser cannot be reached"),
  FAILED(500, "internal_error", "The tunnel could not be opened");

  private final int status;
  private final String body;

  Refusal(int status, String code, String message) {
    this.status = status;
    this.body = "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}";
  }

  /** Writes the answer and completes the request. */
  void answer(Response response, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    if (this == NOT_WEBSOCKET) {
      // A 426 names the protocol (RFC 9110, 15.5.22) and, for WebSocket, the version (RFC 6455,
      // 4.4).
      response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
      response.getHeaders().put(HttpHeader.CONNECTION, "Upgrade");
      response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_VERSION, "13");
    }
    Content.Sink.write(response, true, body, callback);
  }
}
