package dev.valise.session;

import dev.valise.chromium.RunningChromium;
import dev.valise.chromium.isolation.RoomNetwork;
import dev.valise.egress.Dialer;
import dev.valise.egress.ProxyLimits;
import dev.valise.egress.SocksProxy;
import dev.valise.egress.Traffic;
import dev.valise.egress.TrafficMeter;
import dev.valise.model.NetworkReport;
import java.util.Optional;

/** The network of a session, the same for all the browsers that it has in turn. Thread-safe. */
final class SessionNetwork {
  private final RoomNetwork ofRooms;
  private final Optional<Dialer> dialer;
  private final Optional<NetworkReport> asked;
  private final TrafficMeter meter = new TrafficMeter();

  private SessionNetwork(
      RoomNetwork ofRooms, Optional<Dialer> dialer, Optional<NetworkReport> asked) {
    this.ofRooms = ofRooms;
    this.dialer = dialer;
    this.asked = asked;
  }

  /**
   * @param asked without what browsers did
   */
  static SessionNetwork proxied(Dialer dialer, NetworkReport asked) {
    return new SessionNetwork(new RoomNetwork.Proxied(), Optional.of(dialer), Optional.of(asked));
  }

  /** One that the server does not see into: there are no figures. */
  static SessionNetwork full(RoomNetwork.Full network, NetworkReport asked) {
    return new SessionNetwork(network, Optional.empty(), Optional.of(asked));
  }

  static SessionNetwork without(NetworkReport asked) {
    return new SessionNetwork(new RoomNetwork.None(), Optional.empty(), Optional.of(asked));
  }

  /**
   * That of a session which an earlier server left: where it could go is not known any more, and a
   * browser that only shows that it opens its folder needs to go nowhere.
   */
  static SessionNetwork forgotten() {
    return new SessionNetwork(new RoomNetwork.None(), Optional.empty(), Optional.empty());
  }

  /** What the rooms of its browsers have of it. */
  RoomNetwork ofRooms() {
    return ofRooms;
  }

  /** Serves a browser, until closed; empty for one that needs nobody to reach the network. */
  Optional<SocksProxy> serve(RunningChromium chromium) {
    return dialer.flatMap(to ->
        chromium
            .proxyListener()
            .map(listener -> SocksProxy.start(listener, to, ProxyLimits.standard(), meter)));
  }

  /** What was asked for, and what came of it so far; empty for one that is not known any more. */
  Optional<NetworkReport> report() {
    return asked.map(this::withTraffic);
  }

  private NetworkReport withTraffic(NetworkReport report) {
    Traffic traffic = meter.traffic();
    return new NetworkReport(
        report.mode(),
        report.rules(),
        report.upstream(),
        traffic.received(),
        traffic.sent(),
        traffic.connections(),
        traffic.denied().stream()
            .map(it -> new NetworkReport.Denied(it.target(), it.reason(), it.times()))
            .toList());
  }
}
