package dev.valise.state;

import dev.valise.state.leveldb.Slice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Texts as Chromium's localStorage has them: a byte that tells the encoding, 0 for UTF-16 and 1 for
 * Latin-1, which is taken wherever it does ({@code cached_storage_area.cc}). Not with the encoders
 * of the JDK: a page may store half a surrogate pair.
 */
final class LocalStorageText {
  private static final int UTF16 = 0;
  private static final int LATIN1 = 1;
  private static final int MOST_LATIN1 = 0xff;

  /** Where Chromium's clock begins ({@code base/time/time.h}). */
  private static final Instant EPOCH = Instant.parse("1601-01-01T00:00:00Z");

  /** The fields of {@code local_storage_database.proto}, both varints. */
  private static final int LAST_MODIFIED = 1 << 3;

  private static final int SIZE = 2 << 3;

  private LocalStorageText() {}

  /** How the keys of the database have a storage key: a first party without the last slash. */
  static String inKeys(String storageKey) {
    return storageKey.endsWith("/") && storageKey.indexOf('^') < 0
        ? storageKey.substring(0, storageKey.length() - 1)
        : storageKey;
  }

  /** What the keys of all items of a storage key begin with. */
  static byte[] itemKey(String storageKey) {
    return ("_" + storageKey + "\0").getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] itemKey(String storageKey, String name) {
    var key = new ByteArrayOutputStream();
    key.writeBytes(itemKey(storageKey));
    key.writeBytes(bytes(name));
    return key.toByteArray();
  }

  static byte[] metaKey(String storageKey) {
    return ("META:" + storageKey).getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] meta(Instant modified, Map<String, String> items) {
    long size =
        items.entrySet().stream()
            .mapToLong(item -> (long) bytes(item.getKey()).length + bytes(item.getValue()).length)
            .sum();
    var meta = new ByteArrayOutputStream();
    meta.write(LAST_MODIFIED);
    varint(meta, TimeUnit.MICROSECONDS.convert(Duration.between(EPOCH, modified)));
    meta.write(SIZE);
    varint(meta, size);
    return meta.toByteArray();
  }

  static byte[] bytes(String text) {
    boolean latin1 = text.chars().allMatch(c -> c <= MOST_LATIN1);
    var bytes = new ByteArrayOutputStream(1 + (latin1 ? 1 : 2) * text.length());
    bytes.write(latin1 ? LATIN1 : UTF16);
    for (int i = 0; i < text.length(); i++) {
      bytes.write(text.charAt(i));
      if (!latin1) {
        bytes.write(text.charAt(i) >>> Byte.SIZE);
      }
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IOException when it is none
   */
  static String text(Slice stored) throws IOException {
    byte[] bytes = stored.toArray();
    if (bytes.length == 0 || bytes[0] < UTF16 || bytes[0] > LATIN1) {
      throw new IOException("a text of an unknown encoding");
    }
    if (bytes[0] == LATIN1) {
      return new String(bytes, 1, bytes.length - 1, StandardCharsets.ISO_8859_1);
    }
    if (bytes.length % 2 == 0) {
      throw new IOException("half a character");
    }
    var text = new StringBuilder();
    for (int i = 1; i < bytes.length; i += 2) {
      text.append((char) ((bytes[i] & 0xff) | ((bytes[i + 1] & 0xff) << Byte.SIZE)));
    }
    return text.toString();
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write((int) ((rest & 0x7f) | 0x80));
    }
    out.write((int) rest);
  }
}
