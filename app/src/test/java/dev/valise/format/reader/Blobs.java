package dev.valise.format.reader;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** The page's "Blobs" and "Sealed parts", of one organisation. */
final class Blobs {
  static final int HEADER = 8;
  private static final int MAGIC = 7;

  private final StoreReader.Source source;
  private final Keys keys;
  private final String organisation;

  Blobs(StoreReader.Source source, Keys keys, String organisation) {
    this.source = source;
    this.keys = keys;
    this.organisation = organisation;
  }

  /** The whole blob, which begins with this magic and has a version from 1 to the newest. */
  byte[] read(String key, String magic, int newest) throws IOException {
    byte[] blob = source.read(key);
    if (blob.length < HEADER
        || !new String(blob, 0, MAGIC, StandardCharsets.US_ASCII).equals(magic)
        || blob[MAGIC] == 0) {
      throw new IOException(key + " is no " + magic);
    }
    if ((blob[MAGIC] & 0xff) > newest) {
      throw new IOException(
          key + " is of version " + (blob[MAGIC] & 0xff) + "; known are those up to " + newest);
    }
    return blob;
  }

  byte[] open(String key, int position, byte[] sealed) throws IOException {
    try {
      byte[] frame = keys.open(sealed, "valise 1 " + organisation + " " + key + " " + position);
      long size = Zstd.getFrameContentSize(frame);
      if (size < 0 || size > 268_435_456) {
        throw new IOException("part " + position + " of " + key + " has no size");
      }
      return Zstd.decompress(frame, (int) size);
    } catch (GeneralSecurityException e) {
      throw new IOException("part " + position + " of " + key + " does not open", e);
    }
  }
}
