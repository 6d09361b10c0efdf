package dev.valise.session;

import dev.valise.profile.LoadedVersion;
import dev.valise.profile.ProfileState.Cookies;
import java.util.Optional;

/**
 * Cookies that a browser must have.
 *
 * @param json an array of Network.Cookie of the DevTools protocol
 * @param newer whether they are newer than those on disk. If so the browser gets just these: also
 *     another value of one that it has, and not one that was deleted since
 */
record KeptCookies(String json, boolean newer) {

  /** Empty when the files say it all. */
  static Optional<KeptCookies> of(LoadedVersion loaded) {
    var kept = new KeptCookies(loaded.cookies(), loaded.cookiesAreNewer());
    return kept.newer() || !kept.json().equals(Cookies.NONE.json())
        ? Optional.of(kept)
        : Optional.empty();
  }

  /** The same for a browser that may have some of them on disk, and others since. */
  KeptCookies whereMissing() {
    return new KeptCookies(json, false);
  }
}
