package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.io.IOException;

/** A stored object was written by a newer Valise, in a format that this one does not know. */
public final class NewerFormatException extends IOException {
  NewerFormatException(BlobKey blob, int found, int known) {
    super(
        "blob "
            + blob
            + " is in format version "
            + found
            + "; this Valise reads up to version "
            + known
            + ": use a newer one");
  }
}
