package dev.valise.cdp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * The nonce of a WebSocket handshake, RFC 6455, section 4.1.
 *
 * @param text base64 of 16 bytes
 */
public record WebSocketKey(String text) {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** Empty when the text is no such nonce. */
  public static Optional<WebSocketKey> parse(String text) {
    try {
      boolean nonce = Base64.getDecoder().decode(text).length == 16;
      return nonce ? Optional.of(new WebSocketKey(text)) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** The {@code Sec-WebSocket-Accept} that answers this key, section 4.2.2. */
  public String accept() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest((text + GUID).getBytes(ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
