package dev.valise.blob;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * A place for immutable objects. What every backend must guarantee:
 *
 * <ul>
 *   <li>Durability: once {@link BlobUpload#commit} has returned, the blob survives a crash of this
 *       process and of the machine.
 *   <li>Atomicity: a blob is seen whole or not at all; an upload that was not committed never
 *       shows.
 *   <li>Read after write: a committed blob is at once found by reads and listings, a deleted one by
 *       none.
 *   <li>Thread-safety: all methods may be called at the same time. Two uploads of one key may race;
 *       one of them wins whole.
 * </ul>
 *
 * <p>All methods block and throw {@link IOException} for faults of the backend.
 */
public interface BlobStore {

  /** Starts to write a blob. Closing the upload without a commit discards it. */
  BlobUpload upload(BlobKey key) throws IOException;

  /**
   * Reads a blob from its start; the caller closes the stream.
   *
   * @throws NoSuchBlobException when there is none under this key
   */
  InputStream read(BlobKey key) throws IOException;

  /**
   * Reads a part of a blob.
   *
   * @param offset from the blob's start, in bytes
   * @param length of the part, in bytes; all of it or an exception
   * @throws NoSuchBlobException when there is none under this key
   * @throws java.io.EOFException when the blob ends before the part does
   */
  byte[] read(BlobKey key, long offset, int length) throws IOException;

  /** Deletes a blob; one that does not exist is fine. */
  void delete(BlobKey key) throws IOException;

  /**
   * Shows the visitor every committed blob whose key starts with {@code prefix} and a slash, in no
   * order. Blobs written or deleted meanwhile may or may not be shown.
   */
  void list(String prefix, Consumer<BlobInfo> visitor) throws IOException;
}
