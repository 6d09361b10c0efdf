package dev.valise.api.kernel;

import dev.valise.model.NetworkMode;
import dev.valise.model.NetworkReport;
import java.util.List;
import java.util.Optional;

/**
 * The network of a session, and what its browsers did with it.
 *
 * @param upstream host and port; left out where there is none
 * @param bytesIn of content, to the browser; like all that follows left out where the server sees
 *     nothing of it
 */
record NetworkJson(
    String mode,
    List<String> allow,
    List<String> deny,
    Optional<String> upstream,
    Optional<Long> bytesIn,
    Optional<Long> bytesOut,
    Optional<Long> connections,
    Optional<List<NetworkReport.Denied>> denied) {

  static NetworkJson of(NetworkReport report) {
    Optional<NetworkReport> seen =
        Optional.of(report).filter(it -> !it.mode().equals(NetworkMode.FULL.word()));
    return new NetworkJson(
        report.mode(),
        report.rules().allow(),
        report.rules().deny(),
        report.upstream(),
        seen.map(NetworkReport::bytesIn),
        seen.map(NetworkReport::bytesOut),
        seen.map(NetworkReport::connections),
        seen.map(NetworkReport::denied));
  }
}
