package dev.valise.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what a webhook is told: HMAC-SHA256 over {@code id.timestamp.body}, as Standard Webhooks
 * has it (spec/standard-webhooks.md, "Signature scheme"). Immutable; the text of the secret leaves
 * it only through {@link #reveal}.
 */
public final class WebhookSecret {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  /** The specification asks for 24 to 64. */
  private static final int LENGTH = 32;

  private final byte[] key;

  private WebhookSecret(byte[] key) {
    this.key = key;
  }

  /**
   * @param random cryptographically strong
   */
  static WebhookSecret generate(RandomGenerator random) {
    byte[] key = new byte[LENGTH];
    random.nextBytes(key);
    return new WebhookSecret(key);
  }

  static WebhookSecret of(byte[] key) {
    return new WebhookSecret(key.clone());
  }

  byte[] key() {
    return key.clone();
  }

  /** As receivers take it, such as {@code whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw}. */
  public String reveal() {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  /** The header {@code webhook-signature}. */
  String signature(String id, long timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "WebhookSecret[redacted]";
  }
}
