package dev.valise.model;

import java.util.Map;
import java.util.Optional;

/**
 * Which sessions a listing shows.
 *
 * @param query a part of the session's name or id or of its profile's name or id, in any case
 * @param tags all of which a session must have
 */
public record SessionFilter(Status status, Optional<String> query, Map<String, String> tags) {
  public SessionFilter {
    tags = Map.copyOf(tags);
  }

  /** Which sessions a listing shows by state. */
  public enum Status {
    ACTIVE,
    DELETED,
    ALL
  }
}
