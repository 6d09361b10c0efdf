package dev.valise.session;

import dev.valise.model.Name;
import java.util.Map;
import java.util.Optional;

/**
 * What shall change in a running session; what is empty stays as it is.
 *
 * @param tags replace all tags
 * @param profile to load into a browser that has none
 */
public record UpdateRequest(
    Optional<NameChange> name,
    Optional<Map<String, String>> tags,
    Optional<CreateRequest.ProfileUse> profile) {
  public UpdateRequest {
    tags = tags.map(Map::copyOf);
  }

  /**
   * @param to empty removes the name
   */
  public record NameChange(Optional<Name> to) {}
}
