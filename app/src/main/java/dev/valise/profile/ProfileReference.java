package dev.valise.profile;

import dev.valise.model.OpaqueId;
import dev.valise.model.ProfileId;

/** How a caller points at a profile. */
public sealed interface ProfileReference {
  record ById(ProfileId id) implements ProfileReference {
    @Override
    public String toString() {
      return id.value();
    }
  }

  /**
   * @param name as it was given; one that no profile can have is simply not found
   */
  record ByName(String name) implements ProfileReference {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Names never have the shape of an id, so one text can stand for either. */
  static ProfileReference of(String idOrName) {
    return OpaqueId.hasShape(idOrName) ? new ById(new ProfileId(idOrName)) : new ByName(idOrName);
  }
}
