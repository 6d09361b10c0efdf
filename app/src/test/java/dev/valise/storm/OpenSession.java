package dev.valise.storm;

import java.util.Optional;

/**
 * What a session that has not ended must be.
 *
 * @param profile that it loaded
 * @param writes whether its end saves it
 */
record OpenSession(Optional<String> profile, boolean writes, BrowserState browser) {

  OpenSession withBrowser(BrowserState state) {
    return new OpenSession(profile, writes, state);
  }
}
