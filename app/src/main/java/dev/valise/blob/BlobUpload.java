package dev.valise.blob;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A blob that is being written. Used by one thread; write, then {@link #commit}, then close. Closed
 * without a commit it leaves nothing behind.
 */
public abstract class BlobUpload extends OutputStream {

  /**
   * Makes the blob durable and visible; nothing may be written after it.
   *
   * @return the blob's size in bytes
   */
  public abstract long commit() throws IOException;
}
