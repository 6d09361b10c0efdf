package dev.valise.catalog;

import dev.valise.model.OrganisationId;
import java.time.Instant;

/** The organisations: who owns profiles and sessions. */
public interface OrganisationRecords {

  /** The organisation of this name; made with the given id when there is none. */
  OrganisationId findOrCreate(String name, OrganisationId idIfNew, Instant now);
}
