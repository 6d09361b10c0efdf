package dev.valise.catalog;

import dev.valise.model.Event;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened by itself. Events are never changed, and stay when their profile goes. */
public interface EventRecords {

  /** Adds an event behind all others; the parts as in {@link Event}. */
  Event append(
      OrganisationId organisation,
      Instant at,
      String type,
      Optional<ProfileId> profile,
      Map<String, String> detail);

  /**
   * The events of an organisation, oldest first.
   *
   * @param id only those behind this one; 0 for all
   */
  List<Event> after(OrganisationId organisation, long id, int limit);
}
