package dev.valise.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.state.StoredCookies.Key;
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
    StoredCookies stored = StoredCookies.in(folder);

    assertThat(stored.has(new Key("sid", ".example.com", "/a", "https://top.example"))).isTrue();
    assertThat(stored.has(new Key("sie", ".example.com", "/a", "https://top.example"))).isFalse();
    assertThat(stored.has(new Key("sid", "example.com", "/a", "https://top.example"))).isFalse();
    assertThat(stored.has(new Key("sid", ".example.com", "/", "https://top.example"))).isFalse();
    assertThat(stored.has(new Key("sid", ".example.com", "/a", ""))).isFalse();
  }

  @Test
  void aNameMayBeAnyText() throws Exception {
    database.with("tschüß 🧳", "localhost", "/", "").with("", "localhost", "/", "");
    StoredCookies stored = StoredCookies.in(folder);

    assertThat(stored.has(new Key("tschüß 🧳", "localhost", "/", ""))).isTrue();
    assertThat(stored.has(new Key("", "localhost", "/", ""))).isTrue();
  }

  @Test
  void aFolderThatNoBrowserUsedHasNone() throws IOException {
    assertThat(StoredCookies.in(folder).has(new Key("sid", "a.de", "/", ""))).isFalse();
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
}
