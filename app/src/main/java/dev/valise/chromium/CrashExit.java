package dev.valise.chromium;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/**
 * Makes the next start keep the session cookies, those without an expiry, which Chromium otherwise
 * deletes: it keeps them when the last exit was a crash ({@code ShouldRestoreOldSessionCookies} in
 * profile_impl.cc), and after a crash it opens no tabs by itself.
 *
 * <p>Only for a folder in which no browser runs. One value in the JSON text is replaced and every
 * other byte kept, so nothing Chromium wrote there can be misread on the way.
 */
public final class CrashExit {

  private static final JsonFactory JSON = new JsonFactory();

  /** Those of real profiles have some hundred kilobytes; a hostile one must not fill the memory. */
  private static final int LARGEST = 64 << 20;

  private static final String PROFILE = "profile";
  private static final String EXIT_TYPE = "exit_type";

  private CrashExit() {}

  /** Bytes from (inclusive) to (exclusive) make way for the text. */
  private record Replacement(int from, int to, String text) {}

  /**
   * Marks {@code Default/Preferences}, durably and all or nothing. The mark stays through later
   * starts and ends in order, because Chromium waits for its user to answer the bubble that
   * --hide-crash-restore-bubble hides (measured); then there is nothing to do.
   *
   * @return false when there is no such file, as in a fresh folder, which is left alone
   * @throws IOException also when the file is a link or not the JSON that Chromium writes; it is
   *     unchanged then
   */
  public static boolean mark(Path userDataDir) throws IOException {
    return set(userDataDir, "Crashed");
  }

  /** Takes the mark away in the same manner, so that the next start deletes the session cookies. */
  public static boolean clear(Path userDataDir) throws IOException {
    return set(userDataDir, "Normal");
  }

  private static boolean set(Path userDataDir, String exitType) throws IOException {
    Path folder = userDataDir.resolve("Default");
    Path preferences = folder.resolve("Preferences");
    if (!Files.exists(preferences, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !Files.isRegularFile(preferences, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("Not a file of a Chromium profile: " + preferences);
    }
    byte[] json = read(preferences);
    Replacement replacement = replacement(json, exitType);
    if (replacement.text().isEmpty()) {
      return true;
    }
    Path replaced = Files.createTempFile(folder, "Preferences", ".tmp");
    try {
      write(replaced, json, replacement);
      Files.move(replaced, preferences, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(replaced);
    }
    return true;
  }

  /** Of what stands there now, which need not be what was looked at. */
  private static byte[] read(Path preferences) throws IOException {
    try (FileChannel channel =
        FileChannel.open(preferences, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      if (channel.size() > LARGEST) {
        throw new IOException(
            "Preferences have %d bytes: %s".formatted(channel.size(), preferences));
      }
      var json = ByteBuffer.allocate((int) channel.size());
      while (json.hasRemaining() && channel.read(json) >= 0) {}
      return Arrays.copyOf(json.array(), json.position());
    }
  }

  /** With an empty text when nothing needs to change. */
  private static Replacement replacement(byte[] json, String exitType) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("Preferences are not a JSON object");
      }
      int start = position(parser);
      if (!advanceTo(PROFILE, parser)) {
        return insertion(
            json, start, "\"%s\":{\"%s\":\"%s\"}".formatted(PROFILE, EXIT_TYPE, exitType));
      }
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new IOException("\"profile\" in the preferences is not an object");
      }
      start = position(parser);
      if (!advanceTo(EXIT_TYPE, parser)) {
        return insertion(json, start, "\"%s\":\"%s\"".formatted(EXIT_TYPE, exitType));
      }
      int from = (int) parser.currentTokenLocation().getByteOffset();
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw new IOException("\"exit_type\" in the preferences is not a string");
      }
      // The text must be asked for first: the parser has not read to the end of it before.
      boolean isMarked = parser.getText().equals(exitType);
      return new Replacement(from, position(parser), isMarked ? "" : "\"" + exitType + "\"");
    }
  }

  /** Goes to the value of this field of the current object; false when it has no such field. */
  private static boolean advanceTo(String field, JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isWanted = parser.currentName().equals(field);
      parser.nextToken();
      if (isWanted) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  private static Replacement insertion(byte[] json, int at, String member) {
    int next = at;
    while (next < json.length && Character.isWhitespace(json[next])) {
      next++;
    }
    boolean isOnlyMember = next < json.length && json[next] == '}';
    return new Replacement(at, at, isOnlyMember ? member : member + ",");
  }

  private static int position(JsonParser parser) {
    return (int) parser.currentLocation().getByteOffset();
  }

  private static void write(Path file, byte[] json, Replacement replacement) throws IOException {
    byte[] text = replacement.text().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer[] parts = {
      ByteBuffer.wrap(json, 0, replacement.from()),
      ByteBuffer.wrap(text),
      ByteBuffer.wrap(json, replacement.to(), json.length - replacement.to())
    };
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      while (parts[parts.length - 1].hasRemaining()) {
        channel.write(parts);
      }
      // Before the rename: after a power failure the old or the new text, never an empty file.
      channel.force(false);
    }
  }
}
