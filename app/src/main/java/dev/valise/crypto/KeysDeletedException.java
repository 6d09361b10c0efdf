package dev.valise.crypto;

import java.time.Instant;

/** An organisation's keys were deleted: what they sealed is lost, and no new ones are made. */
public final class KeysDeletedException extends KeyException {
  KeysDeletedException(KeysetName name, Instant deletedAt) {
    super(
        "the keys of "
            + name.owner()
            + " were deleted on "
            + deletedAt
            + "; what it stored cannot be read any more",
        null);
  }
}
