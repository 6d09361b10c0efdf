package dev.valise.session;

import dev.valise.model.BrowserSession;
import dev.valise.model.Name;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.profile.ProfileReference;
import dev.valise.profile.Profiles;
import java.util.Optional;

/** Which profile gets the version of a checkpoint. */
public sealed interface CheckpointTarget {

  /** One that must be there. */
  record Existing(ProfileReference profile) implements CheckpointTarget {}

  /** One of this name, made if there is none. */
  record Named(Name name) implements CheckpointTarget {}

  /**
   * The profile, if it is there. Asked before anything is copied.
   *
   * @throws Refusal.NotFound when it should be there and is not
   */
  default Optional<Profile> find(Profiles profiles, BrowserSession session) {
    OrganisationId organisation = session.organisation();
    return switch (this) {
      case Existing(ProfileReference reference) ->
          Optional.of(profiles.find(organisation, reference));
      case Named(Name name) -> {
        try {
          yield Optional.of(profiles.find(organisation, new ProfileReference.ByName(name.value())));
        } catch (Refusal.NotFound notYet) {
          yield Optional.empty();
        }
      }
    };
  }
}
