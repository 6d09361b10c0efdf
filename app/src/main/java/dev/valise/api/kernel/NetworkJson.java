package dev.valise.api.kernel;

import dev.valise.model.NetworkReport;
import java.util.List;
import java.util.Optional;

/**
 * The network of a session, and what its browsers did with it.
 *
 * @param upstream host and port; left out where there is none
 * @param bytesIn of content, to the browser
 */
record NetworkJson(
    String mode,
    List<String> allow,
    List<String> deny,
    Optional<String> upstream,
    long bytesIn,
    long bytesOut,
    long connections,
    List<NetworkReport.Denied> denied) {

  static NetworkJson of(NetworkReport report) {
    return new NetworkJson(
        report.mode(),
        report.rules().allow(),
        report.rules().deny(),
        report.upstream(),
        report.bytesIn(),
        report.bytesOut(),
        report.connections(),
        report.denied());
  }
}
