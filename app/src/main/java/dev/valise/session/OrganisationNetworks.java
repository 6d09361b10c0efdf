package dev.valise.session;

import dev.valise.catalog.OrganisationRecords;
import dev.valise.chromium.isolation.IsolationException;
import dev.valise.model.NetworkRules;
import dev.valise.model.OrganisationId;
import dev.valise.model.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The rules that organisations lay down for the networks of all their browsers. Thread-safe. */
public final class OrganisationNetworks {
  private final OrganisationRecords records;
  private final ServerNetwork server;
  private final BooleanSupplier hasRooms;

  /**
   * @param hasRooms whether browsers here have rooms; it may block until that is known, and throw
   *     {@link IsolationException} where no browser may run
   */
  OrganisationNetworks(
      OrganisationRecords records, ServerNetwork server, BooleanSupplier hasRooms) {
    this.records = records;
    this.server = server;
    this.hasRooms = hasRooms;
  }

  public NetworkRules find(OrganisationId organisation) {
    return records.network(organisation);
  }

  /**
   * Replaces the rules; browsers that run keep the older ones.
   *
   * @throws Refusal.Invalid for a rule that is none
   * @throws Refusal.Forbidden when they open what clients may not open
   */
  public void replace(OrganisationId organisation, NetworkRules rules) {
    var _ = RuleText.parse(rules);
    if (!rules.allow().isEmpty()) {
      server.checkOpens();
    }
    records.setNetwork(organisation, rules);
  }

  /** What of an organisation's rules does not hold here, in words for people. */
  public List<String> warnings(OrganisationId organisation) {
    NetworkRules rules = records.network(organisation);
    List<String> warnings = new ArrayList<>();
    if (!rules.equals(NetworkRules.NONE) && arePlainProcesses()) {
      warnings.add(
          "browsers of this server are plain processes: the network rules of the organisation do"
              + " not hold for them (--isolation)");
    }
    if (!rules.allow().isEmpty() && !server.allowByClients()) {
      warnings.add(
          "this server lets nobody but its operator open networks: what the organisation allows"
              + " does not count (--network-allow-by-clients)");
    }
    return warnings;
  }

  private boolean arePlainProcesses() {
    try {
      return !hasRooms.getAsBoolean();
    } catch (IsolationException noneAtAll) {
      return false;
    }
  }
}
