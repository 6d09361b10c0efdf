package dev.valise.blob;

import java.io.IOException;

/** There is no blob under a key: it was never committed, or it was deleted or lost. */
public final class NoSuchBlobException extends IOException {
  public NoSuchBlobException(BlobKey key) {
    super("no blob " + key);
  }
}
