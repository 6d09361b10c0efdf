package dev.valise.profile;

import dev.valise.model.Version;
import dev.valise.snapshot.Base;

/**
 * A version that a folder equals, or equalled until its browser began to write.
 *
 * @param base by which a later save of the folder finds what changed
 * @param cookies that it was saved with, an array of Network.Cookie of the DevTools protocol in
 *     JSON
 */
public record LoadedVersion(Version version, Base base, String cookies) {

  /**
   * Whether the cookies are newer than the files, as those of a checkpoint are: then they count,
   * and not what Chromium finds on disk.
   */
  public boolean cookiesAreNewer() {
    return base.snapshot().attachments().containsKey(ProfileVersions.COOKIES_ARE_NEWER);
  }
}
