package dev.valise.api.auth;

import dev.valise.model.OrganisationId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells whose API key a request carries, {@code Authorization: Bearer <key>} (RFC 6750 2.1).
 *
 * <p>Keeps only the key's SHA-256; comparing takes the same time for right and wrong keys.
 * Thread-safe.
 */
public final class ApiKeys {
  private static final String SCHEME = "bearer ";

  private final byte[] digest;
  private final OrganisationId organisation;

  public ApiKeys(String key, OrganisationId organisation) {
    this.digest = sha256(key);
    this.organisation = organisation;
  }

  /**
   * @param authorization the header, null when there is none
   * @return empty when there is no key or a wrong one
   */
  public Optional<OrganisationId> organisation(@Nullable String authorization) {
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return Optional.empty();
    }
    String key = authorization.substring(SCHEME.length()).strip();
    return MessageDigest.isEqual(digest, sha256(key))
        ? Optional.of(organisation)
        : Optional.empty();
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
