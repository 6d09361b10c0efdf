package dev.valise.profile;

import dev.valise.catalog.EventRecords;
import dev.valise.model.Event;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;

/** What happened to the profiles of organisations without anybody asking just then. Thread-safe. */
public final class ProfileEvents {
  private final EventRecords records;

  public ProfileEvents(EventRecords records) {
    this.records = records;
  }

  /**
   * Events, oldest first.
   *
   * @param id only those behind this one; 0 for all
   */
  public Page<Event> after(OrganisationId organisation, long id, int limit) {
    return Page.of(records.after(organisation, id, limit + 1), new Page.Window(limit, 0));
  }
}
