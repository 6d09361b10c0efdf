package dev.valise.state;

import dev.valise.disk.ForeignFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which cookies lie in the cookie database of a user-data-dir that no browser has open. Immutable.
 *
 * <p>{@code Default/Cookies}, table {@code cookies}, version 24 in Chromium 156 ({@code
 * net/extras/sqlite/sqlite_persistent_cookie_store.cc}). Values are not read.
 */
public final class StoredCookies {

  /**
   * What tells one cookie from another, as far as DevTools tells it too.
   *
   * @param domain the host, or with a leading dot the domain
   * @param partition the top-level site that it is partitioned by; empty where it is not
   */
  public record Key(String name, String domain, String path, String partition) {

    /** No part of a cookie can have a line end in it (RFC 6265bis 5.6, step 1). */
    private String line() {
      return String.join("\n", name, domain, path, partition);
    }
  }

  private static final String LINE =
      "name || char(10) || host_key || char(10) || path || char(10) || top_frame_site_key";

  private final Set<String> lines;

  private StoredCookies(Set<String> lines) {
    this.lines = lines;
  }

  /**
   * Reads as {@link Origins#of} does: writes nothing, follows no link, and is bounded.
   *
   * @return without any where there is no such file
   * @throws IOException when the file cannot be read, or a browser that was killed left changes
   *     beside it
   */
  public static StoredCookies in(Path userDataDir) throws IOException {
    Set<String> lines = new HashSet<>();
    Optional<ForeignFolder> profile = ForeignFolder.at(userDataDir).folder("Default");
    Optional<SqliteFile> file =
        profile.isEmpty() ? Optional.empty() : SqliteFile.in(profile.get(), "Cookies");
    if (file.isPresent()) {
      List<String> unfinished = new ArrayList<>();
      file.get().warnOfUnfinishedWrites(unfinished::add);
      if (!unfinished.isEmpty()) {
        throw new IOException(unfinished.getFirst());
      }
      file.get().readTexts("cookies", LINE, "true", lines::add);
    }
    return new StoredCookies(lines);
  }

  public boolean has(Key key) {
    // Chromium stores UTF-8, and rows come as their bytes.
    byte[] utf8 = key.line().getBytes(StandardCharsets.UTF_8);
    return lines.contains(new String(utf8, StandardCharsets.ISO_8859_1));
  }
}
