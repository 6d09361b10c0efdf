package dev.valise.model;

import java.util.random.RandomGenerator;

/**
 * Makes new ids: 24 characters out of 36, the first a letter, 123 bits of randomness.
 *
 * <p>As thread-safe as the generator it is given.
 */
public final class IdSource {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LETTERS = 26;

  private final RandomGenerator random;

  public IdSource(RandomGenerator random) {
    this.random = random;
  }

  public OrganisationId organisation() {
    return new OrganisationId(next());
  }

  public ProfileId profile() {
    return new ProfileId(next());
  }

  public SessionId session() {
    return new SessionId(next());
  }

  public WebhookId webhook() {
    return new WebhookId(next());
  }

  /** An id for something that has no type of its own, such as a stored object. */
  public String next() {
    var id = new StringBuilder(OpaqueId.LENGTH);
    id.append(ALPHABET.charAt(random.nextInt(LETTERS)));
    while (id.length() < OpaqueId.LENGTH) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
