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
   * @param version the version that was loaded, or its last checkpoint; empty when the profile had
   *     none yet
   * @param saveChanges whether the session's end makes a new version
   */
  public record Load(ProfileId profile, Optional<Integer> version, boolean saveChanges) {}

  /**
   * @param reason why, in words for people
   * @param outcome of the save; empty when none was wanted
   * @param network that its browsers had; empty for plain processes, and for browsers that a server
   *     left behind: what they did is not known
   */
  public record Ending(
      Instant at, String reason, Optional<SaveOutcome> outcome, Optional<NetworkReport> network) {}

  /** Whether its end makes a new version of a profile. */
  public boolean writes() {
    return load.isPresent() && load.get().saveChanges();
  }

  public BrowserSession withName(Optional<String> newName) {
    return new BrowserSession(
        id,
        organisation,
        newName,
        tags,
        load,
        settings,
        timeout,
        state,
        createdAt,
        process,
        ending);
  }

  public BrowserSession withTags(Map<String, String> newTags) {
    return new BrowserSession(
        id,
        organisation,
        name,
        newTags,
        load,
        settings,
        timeout,
        state,
        createdAt,
        process,
        ending);
  }

  public BrowserSession withLoad(Load newLoad) {
    return new BrowserSession(
        id,
        organisation,
        name,
        tags,
        Optional.of(newLoad),
        settings,
        timeout,
        state,
        createdAt,
        process,
        ending);
  }

  /** The session once its state was saved as a version of its profile, and it goes on. */
  public BrowserSession continuing(int version) {
    Load now = load.orElseThrow();
    return withLoad(new Load(now.profile(), Optional.of(version), now.saveChanges()));
  }

  public BrowserSession withState(SessionState newState) {
    return with(newState, process);
  }

  /** The session while it gets a folder for its first browser, or for one with a profile. */
  public BrowserSession starting() {
    return with(SessionState.STARTING, Optional.empty());
  }

  private BrowserSession with(SessionState newState, Optional<String> newProcess) {
    return new BrowserSession(
        id,
        organisation,
        name,
        tags,
        load,
        settings,
        timeout,
        newState,
        createdAt,
        newProcess,
        ending);
  }

  /** The session with a browser that runs. */
  public BrowserSession runningAs(String newProcess, BrowserSettings newSettings) {
    return new BrowserSession(
        id,
        organisation,
        name,
        tags,
        load,
        newSettings,
        timeout,
        SessionState.RUNNING,
        createdAt,
        Optional.of(newProcess),
        ending);
  }

  public BrowserSession ended(SessionState finalState, Ending newEnding) {
    return new BrowserSession(
        id,
        organisation,
        name,
        tags,
        load,
        settings,
        timeout,
        finalState,
        createdAt,
        Optional.empty(),
        Optional.of(newEnding));
  }
}
