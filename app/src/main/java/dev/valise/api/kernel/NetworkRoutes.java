package dev.valise.api.kernel;

import dev.valise.model.NetworkRules;
import dev.valise.model.OrganisationId;
import dev.valise.session.OrganisationNetworks;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** {@code /network}: the rules of the caller's organisation. */
final class NetworkRoutes {
  private final OrganisationNetworks networks;

  NetworkRoutes(OrganisationNetworks networks) {
    this.networks = networks;
  }

  void register(RoutesConfig routes) {
    routes.get("/network", this::retrieve);
    routes.put("/network", this::replace);
  }

  /**
   * @param warnings what of the rules does not hold on this server
   */
  record Lists(List<String> allow, List<String> deny, Optional<List<String>> warnings) {}

  private void retrieve(Context context) {
    OrganisationId organisation = Caller.of(context);
    NetworkRules rules = networks.find(organisation);
    List<String> warnings = networks.warnings(organisation);
    KernelJson.answer(
        context,
        200,
        new Lists(
            rules.allow(), rules.deny(), Optional.of(warnings).filter(some -> !some.isEmpty())));
  }

  private void replace(Context context) {
    networks.replace(Caller.of(context), NetworkRequests.ofOrganisation(RequestBody.of(context)));
    retrieve(context);
  }
}
