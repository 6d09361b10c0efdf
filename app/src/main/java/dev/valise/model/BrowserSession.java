package dev.valise.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A browser session, running or ended.
 *
 * @param name unique among the organisation's sessions that have not ended
 * @param load the profile in it, if any
 * @param timeout how long it lives on without a client
 * @param process which process its browser is, as the launcher writes it; for a restart of the
 *     server
 * @param ending when and how it ended
 */
public record BrowserSession(
    SessionId id,
    OrganisationId organisation,
    Optional<String> name,
    Map<String, String> tags,
    Optional<Load> load,
    BrowserSettings settings,
    Duration timeout,
    SessionState state,
    Instant createdAt,
    Optional<String> process,
    Optional<Ending> ending) {
  public BrowserSession {
    tags = Map.copyOf(tags);
  }

  /**
   * @param version the version that was loaded; empty when the profile had none yet
   * @param saveChanges whether the session's end makes a new version
   */
  public record Load(ProfileId profile, Optional<Integer> version, boolean saveChanges) {}

  /**
   * @param reason why, in words for people
   * @param outcome of the save; empty when none was wanted
   */
  public record Ending(Instant at, String reason, Optional<SaveOutcome> outcome) {}

  public boolean writes() {
    return load.isPresent() && load.get().saveChanges();
  }
}
