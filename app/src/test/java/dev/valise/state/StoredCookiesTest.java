package dev.valise.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.testing.FolderContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredCookiesTest {
  private final Path folder;
  private final CookieDatabase database;

  StoredCookiesTest(@TempDir Path folder) {
    this.folder = folder;
    this.database = new CookieDatabase(folder);
  }

  @Test
  void everyPartTellsOneFromAnother() throws Exception {
    database.with("sid", ".example.com", "/a", "https://top.example");

    assertThat(has("sid", ".example.com", "/a", "https://top.example")).isTrue();
    assertThat(has("sie", ".example.com", "/a", "https://top.example")).isFalse();
    assertThat(has("sid", "example.com", "/a", "https://top.example")).isFalse();
    assertThat(has("sid", ".example.com", "/", "https://top.example")).isFalse();
    assertThat(has("sid", ".example.com", "/a", "")).isFalse();
  }

  @Test
  void aNameMayBeAnyText() throws Exception {
    database.with("tschüß 🧳", "localhost", "/", "").with("", "localhost", "/", "");

    assertThat(has("tschüß 🧳", "localhost", "/", "")).isTrue();
    assertThat(has("", "localhost", "/", "")).isTrue();
  }

  @Test
  void aFolderThatNoBrowserUsedHasNone() throws IOException {
    assertThat(has("sid", "a.de", "/", "")).isFalse();
  }

  @Test
  void anotherFileThanChromiumsIsRefused() throws IOException {
    FolderContent.write(folder, "Default/Cookies", new byte[5000]);

    assertThatThrownBy(() -> StoredCookies.in(folder)).isInstanceOf(IOException.class);
  }

  @Test
  void whatAKilledBrowserHasNotWrittenToTheEndIsRefused() throws Exception {
    database.with("sid", "a.de", "/", "");
    // SQLite's magic number of a journal that has to be rolled back.
    Files.write(
        folder.resolve("Default/Cookies-journal"), HexFormat.of().parseHex("d9d505f920a163d7"));

    assertThatThrownBy(() -> StoredCookies.in(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was being written");
  }

  private boolean has(String name, String domain, String path, String partition)
      throws IOException {
    return StoredCookies.in(folder).has(new StoredCookies.Key(name, domain, path, partition));
  }
}
