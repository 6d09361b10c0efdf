package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.NoSuchBlobException;
import java.io.EOFException;
import java.io.IOException;

/** What keeps a blob, or a part of it, from being read back. */
public sealed interface BlobFault {
  BlobKey blob();

  /** There is no such blob. */
  record Missing(BlobKey blob) implements BlobFault {}

  /**
   * Not the bytes that were written.
   *
   * @param damage in words that follow the blob's name, such as {@code part 0: the seal is broken}
   */
  record Damaged(BlobKey blob, String damage) implements BlobFault {}

  /** A newer Valise wrote it, or its version was changed: nothing tells the two apart. */
  record Newer(BlobKey blob, String message) implements BlobFault {}

  /**
   * The blob store failed; the blob may be whole.
   *
   * @param reason what the blob store said
   */
  record Unreadable(BlobKey blob, String reason) implements BlobFault {}

  /** What a failure to read {@code blob} says of it. */
  static BlobFault of(BlobKey blob, IOException failure) {
    return switch (failure) {
      case DamagedSnapshotException damaged when damaged.isMissing() -> new Missing(damaged.blob());
      case DamagedSnapshotException damaged -> new Damaged(damaged.blob(), damaged.damage());
      case NewerFormatException newer -> new Newer(blob, String.valueOf(newer.getMessage()));
      case NoSuchBlobException _ -> new Missing(blob);
      case EOFException _ -> new Damaged(blob, "it is too short");
      default -> new Unreadable(blob, failure.toString());
    };
  }
}
