package dev.valise.crypto;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Signs what a URL grants, so that the token need not be stored: it can be made again from what it
 * grants.
 *
 * <p>Immutable and thread-safe; comparing takes the same time for right and wrong tokens.
 */
public final class TokenKey {
  private final Mac mac;

  TokenKey(KeysetHandle keyset, Configuration configuration) {
    try {
      this.mac = keyset.getPrimitive(configuration, Mac.class);
    } catch (GeneralSecurityException e) {
      throw new KeyException("the keyset does not sign", e);
    }
  }

  /** The token for a grant such as {@code cdp <session>}: 50 characters that need no escape. */
  public String sign(String grant) {
    try {
      return encode(mac.computeMac(bytes(grant)));
    } catch (GeneralSecurityException e) {
      throw new KeyException("cannot sign", e);
    }
  }

  /** Whether {@code token} was signed for exactly this grant. */
  public boolean verifies(String token, String grant) {
    try {
      byte[] tag = Base64.getUrlDecoder().decode(token);
      mac.verifyMac(tag, bytes(grant));
      return encode(tag).equals(token);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  /** One text for one tag: Java's decoder takes padding, and any bits behind the last byte. */
  private static String encode(byte[] tag) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(tag);
  }

  private static byte[] bytes(String grant) {
    return grant.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "TokenKey[redacted]";
  }
}
