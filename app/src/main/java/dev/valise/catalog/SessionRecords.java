package dev.valise.catalog;

import dev.valise.model.BrowserSession;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.ProfileId;
import dev.valise.model.SessionFilter;
import dev.valise.model.SessionId;
import java.util.List;
import java.util.Optional;

/** The browser sessions; a session of another organisation is as good as none. */
public interface SessionRecords {

  /**
   * Inserts a session, and notes on its profile when it was used.
   *
   * @throws NameTakenException when a session that has not ended has this name; two calls at the
   *     same time never both succeed
   */
  void insert(BrowserSession session) throws NameTakenException;

  /**
   * Replaces what is known of a session; a session that is not there stays away. One that has ended
   * gives back its writer lease.
   */
  void update(BrowserSession session) throws NameTakenException;

  /** Removes a session that never came to run, and gives back its writer lease. */
  void remove(SessionId id);

  Optional<BrowserSession> find(OrganisationId organisation, SessionId id);

  /** The session that has not ended with this name. */
  Optional<BrowserSession> findByName(OrganisationId organisation, String name);

  /** Sessions that match the filter, newest first. */
  Page<BrowserSession> list(OrganisationId organisation, SessionFilter filter, Page.Window window);

  /** The sessions that have not ended and have a profile, oldest first. */
  List<SessionId> users(ProfileId profile);

  /** The sessions of all organisations that have not ended. */
  List<BrowserSession> unfinished();
}
