package dev.valise.chromium;

import java.util.OptionalLong;

/**
 * A running process as seen at one moment.
 *
 * @param session the id of its session, where the platform tells
 */
record ProcessEntry(ProcessIdentity identity, long parent, OptionalLong session) {

  long pid() {
    return identity.pid();
  }
}
