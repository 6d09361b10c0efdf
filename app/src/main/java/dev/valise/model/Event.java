package dev.valise.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened without anybody asking for it just then, for those who look later.
 *
 * @param id from 1; what happened later has a higher one
 * @param type such as {@code versions_removed} or {@code profile_expired}
 * @param profile whom it happened to; it may be gone
 * @param detail more about it, by names that go with the type
 */
public record Event(
    long id,
    OrganisationId organisation,
    Instant at,
    String type,
    Optional<ProfileId> profile,
    Map<String, String> detail) {
  public Event {
    detail = Map.copyOf(detail);
  }
}
