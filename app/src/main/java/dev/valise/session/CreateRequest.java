package dev.valise.session;

import dev.valise.model.BrowserSettings;
import dev.valise.model.Name;
import dev.valise.profile.ProfileReference;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a new session shall be.
 *
 * @param tags free words of the caller's
 * @param network that it is to have; empty for whatever browsers here have
 * @param timeout how long it lives on without a client
 */
public record CreateRequest(
    Optional<Name> name,
    Map<String, String> tags,
    Optional<ProfileUse> profile,
    BrowserSettings settings,
    Optional<NetworkRequest> network,
    Duration timeout) {
  public CreateRequest {
    tags = Map.copyOf(tags);
  }

  /**
   * @param version which one to load; the head when empty
   * @param saveChanges whether the session's end makes a new version of the profile
   * @param onConflict when another session writes into it; of no meaning for readers
   */
  public record ProfileUse(
      ProfileReference profile,
      Optional<Integer> version,
      boolean saveChanges,
      OnConflict onConflict) {

    public ProfileUse(ProfileReference profile, Optional<Integer> version, boolean saveChanges) {
      this(profile, version, saveChanges, OnConflict.FAIL);
    }

    /** Uses the head. */
    public ProfileUse(ProfileReference profile, boolean saveChanges) {
      this(profile, Optional.empty(), saveChanges);
    }
  }
}
