package dev.valise.api.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.model.NetworkMode;
import dev.valise.model.NetworkRules;
import dev.valise.session.NetworkRequest;
import java.util.List;
import java.util.Optional;

/**
 * Reads what requests say about networks. Unlike elsewhere, a field that nobody knows is refused: a
 * misspelt {@code deny} must not leave a browser freer than was meant.
 */
final class NetworkRequests {
  private static final String ALLOW = "allow";
  private static final String DENY = "deny";

  private NetworkRequests() {}

  /** The field {@code network} of {@code POST /browsers}: a word, or an object. */
  static Optional<NetworkRequest> ofBrowser(RequestBody body) {
    Optional<JsonNode> field = body.field("network");
    if (field.isEmpty()) {
      return Optional.empty();
    }
    if (field.get().isTextual()) {
      return Optional.of(
          NetworkRequest.of(
              NetworkMode.of(field.get().textValue()), NetworkRules.NONE, Optional.empty()));
    }
    if (!field.get().isObject()) {
      throw body.wrong("network", "a word or an object");
    }
    RequestBody network = body.object("network").orElseThrow();
    network.refuseUnknown("mode", ALLOW, DENY, "upstream");
    return Optional.of(
        NetworkRequest.of(
            network.text("mode").map(NetworkMode::of).orElse(NetworkMode.PROXIED),
            rules(network),
            network.text("upstream")));
  }

  /** The body of {@code PUT /network}; what an answer has beside the rules may come back. */
  static NetworkRules ofOrganisation(RequestBody body) {
    body.refuseUnknown(ALLOW, DENY, "warnings");
    return rules(body);
  }

  private static NetworkRules rules(RequestBody object) {
    return new NetworkRules(
        object.textList(ALLOW).orElse(List.of()), object.textList(DENY).orElse(List.of()));
  }
}
