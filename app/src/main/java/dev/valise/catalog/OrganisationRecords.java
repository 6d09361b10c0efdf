package dev.valise.catalog;

import dev.valise.model.NetworkRules;
import dev.valise.model.OrganisationId;
import java.time.Instant;
import java.util.List;

/** The organisations: who owns profiles and sessions. */
public interface OrganisationRecords {

  /** The organisation of this name; made with the given id when there is none. */
  OrganisationId findOrCreate(String name, OrganisationId idIfNew, Instant now);

  /** The rules for the networks of its browsers; none until some were set. */
  NetworkRules network(OrganisationId organisation);

  /** Replaces those rules; an organisation that is not there gets none. */
  void setNetwork(OrganisationId organisation, NetworkRules rules);

  /** All organisations, oldest first. */
  List<Organisation> all();

  record Organisation(OrganisationId id, String name) {}
}
