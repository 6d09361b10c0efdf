package dev.valise.catalog;

import dev.valise.model.Event;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened. Events are never changed, and stay when their profile goes. */
public interface EventRecords {

  /** An event that has no number yet; the parts as in {@link Event}. */
  record Draft(
      OrganisationId organisation,
      Instant at,
      String type,
      Optional<ProfileId> profile,
      Map<String, String> detail) {
    public Draft {
      detail = Map.copyOf(detail);
    }
  }

  /**
   * Adds events behind all others in their order, and for each a pending delivery to every webhook
   * that wants it: all of this, or none.
   */
  List<Event> append(List<Draft> drafts);

  /** Adds one event. */
  default Event append(
      OrganisationId organisation,
      Instant at,
      String type,
      Optional<ProfileId> profile,
      Map<String, String> detail) {
    return append(List.of(new Draft(organisation, at, type, profile, detail))).getFirst();
  }

  /**
   * The events of an organisation, oldest first.
   *
   * @param id only those behind this one; 0 for all
   */
  List<Event> after(OrganisationId organisation, long id, int limit);

  /**
   * Removes what is older than a time, and of each organisation all but the newest events. Their
   * ids are not used again. An event that a webhook has still to be told of stays.
   *
   * @param newest how many of an organisation stay, at least 0
   * @return how many were removed
   */
  int prune(Instant before, int newest);
}
