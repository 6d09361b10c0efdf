package dev.valise.profile;

import dev.valise.model.ProfileId;
import java.util.List;

/** Removes what a profile leaves behind outside the catalog once it is deleted there. */
public interface ProfileLeftovers {

  /**
   * @param unusedBlobs keys of blobs that are marked as being deleted
   */
  void remove(ProfileId profile, List<String> unusedBlobs);
}
