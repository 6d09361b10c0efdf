package dev.valise.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A profile as it is now.
 *
 * @param name unique in the organisation; a profile may have none
 * @param updatedAt of the last new version, or other name, retention or requirement
 * @param lastUsedAt when a browser session last loaded it
 * @param retention its own; empty when the server's default holds
 * @param required the cookies without which a version is withheld from becoming the head
 * @param head its newest version that is not withheld; empty while there is none
 */
public record Profile(
    ProfileId id,
    OrganisationId organisation,
    Optional<String> name,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> lastUsedAt,
    Optional<Retention> retention,
    List<RequiredCookie> required,
    Optional<Version> head) {

  public Profile {
    required = List.copyOf(required);
  }

  /** The later of the last use and the last change: from then on it counts as unused. */
  public Instant lastActiveAt() {
    return lastUsedAt.filter(used -> used.isAfter(updatedAt)).orElse(updatedAt);
  }

  /**
   * When it may be removed if it stays unused; empty when it stays.
   *
   * @param byDefault the server's retention, which holds where the profile has none
   */
  public Optional<Instant> expiresAt(Retention byDefault) {
    return retention.orElse(byDefault).expireUnused().map(lastActiveAt()::plus);
  }
}
