package dev.valise.upkeep.verify;

import dev.valise.model.ProfileId;
import java.util.Optional;

/**
 * How a profile is called before people.
 *
 * @param name empty where it has none
 * @param organisation its organisation's name; empty where there is but one
 */
public record ProfileLabel(ProfileId id, Optional<String> name, Optional<String> organisation) {

  /** Such as {@code gmail-work} or {@code gmail-work of organisation acme}. */
  @Override
  public String toString() {
    return name.orElse(id.value())
        + organisation.map(owner -> " of organisation " + owner).orElse("");
  }
}
