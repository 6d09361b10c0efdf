package dev.valise.session;

import dev.valise.catalog.OrganisationRecords;
import dev.valise.chromium.isolation.RoomNetwork;
import dev.valise.egress.Dialer;
import dev.valise.egress.Upstream;
import dev.valise.egress.policy.EgressPolicy;
import dev.valise.egress.policy.EgressRules;
import dev.valise.egress.policy.EgressSyntaxException;
import dev.valise.egress.policy.OwnAddresses;
import dev.valise.egress.policy.PacketRule;
import dev.valise.egress.policy.PacketRules;
import dev.valise.model.NetworkReport;
import dev.valise.model.NetworkRules;
import dev.valise.model.OrganisationId;
import dev.valise.model.Refusal;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;

/**
 * Lays down where the browsers of a session may go: by what the server, the organisation and the
 * client say together. Thread-safe.
 */
final class NetworkAccess {
  private final ServerNetwork server;
  private final OrganisationRecords organisations;

  NetworkAccess(ServerNetwork server, OrganisationRecords organisations) {
    this.server = server;
    this.organisations = organisations;
  }

  /**
   * The network of a new session; later changes of the organisation's rules do not touch it.
   *
   * @throws Refusal.Invalid when rules of the server or the organisation cannot be kept in it
   * @throws Refusal.Forbidden when it opens what clients may not open
   */
  SessionNetwork open(OrganisationId organisation, NetworkRequest request) {
    if (request.opens()) {
      server.checkOpens();
    }
    return switch (request.mode()) {
      case NONE -> SessionNetwork.without(report(request));
      case PROXIED ->
          SessionNetwork.proxied(
              new Dialer(policy(organisation, request), request.upstream(), server.resolver()),
              report(request));
      case FULL -> SessionNetwork.full(packets(organisation, request), report(request));
    };
  }

  private RoomNetwork.Full packets(OrganisationId organisation, NetworkRequest request) {
    try {
      return new RoomNetwork.Full(
          PacketRules.of(rules(organisation, request), OwnAddresses.now()).stream()
              .map(NetworkAccess::ofRoom)
              .toList());
    } catch (EgressSyntaxException e) {
      throw new Refusal.Invalid("network \"full\" cannot be had here: " + e.getMessage());
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RoomNetwork.Rule ofRoom(PacketRule rule) {
    return new RoomNetwork.Rule(
        rule.accepts(), rule.network(), rule.prefix(), rule.ports().first(), rule.ports().last());
  }

  EgressPolicy policy(OrganisationId organisation, NetworkRequest request) {
    return new EgressPolicy(
        rules(organisation, request), server.loopbackPorts(), server.ownAddresses());
  }

  private EgressRules rules(OrganisationId organisation, NetworkRequest request) {
    return server.rules().and(rulesOf(organisation)).and(request.egressRules());
  }

  /** What it opened while the server still let it do so is closed again. */
  private EgressRules rulesOf(OrganisationId organisation) {
    NetworkRules rules = organisations.network(organisation);
    return RuleText.parse(
        server.allowByClients() ? rules : new NetworkRules(List.of(), rules.deny()));
  }

  private static NetworkReport report(NetworkRequest request) {
    Optional<String> upstream =
        switch (request.upstream()) {
          case Upstream.Direct _ -> Optional.empty();
          case Upstream.Proxy proxy -> Optional.of(proxy.address().toString());
        };
    return new NetworkReport(request.mode().word(), request.rules(), upstream, 0, 0, 0, List.of());
  }
}
