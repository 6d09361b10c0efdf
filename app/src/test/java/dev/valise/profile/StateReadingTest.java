package dev.valise.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.state.CookieDatabase;
import dev.valise.testing.FolderContent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a browser told of its cookies, beside what it wrote of them. */
class StateReadingTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000);
  private static final String KEPT = "; they are kept beside it and set when the version is loaded";

  private final Path folder;
  private final CookieDatabase database;

  StateReadingTest(@TempDir Path folder) {
    this.folder = folder;
    this.database = new CookieDatabase(folder);
  }

  @Test
  void cookiesThatAreStoredAreNoWarning() throws Exception {
    database
        .with("a", ".example.com", "/", "")
        .with("a", "example.com", "/", "https://top.example");

    assertThat(
            warnings(
                "{'name':'a','domain':'.example.com','path':'/','expires':2000.25}",
                "{'name':'a','domain':'example.com','path':'/','expires':2000,"
                    + "'partitionKey':{'topLevelSite':'https://top.example',"
                    + "'hasCrossSiteAncestor':true}}"))
        .isEmpty();
  }

  @Test
  void thoseThatAreNotAreCounted() throws Exception {
    database.with("a", "example.com", "/", "");

    assertThat(
            warnings(
                "{'name':'a','domain':'example.com','path':'/','expires':2000}",
                "{'name':'a','domain':'example.com','path':'/x','expires':2000}",
                "{'name':'b','domain':'example.com','path':'/','expires':2000}"))
        .containsExactly("cookies seen at close but not in the stored database: 2" + KEPT);
  }

  @Test
  void withoutADatabaseAllAre() {
    assertThat(warnings("{'name':'a','domain':'example.com','path':'/','expires':2000}"))
        .containsExactly("cookies seen at close but not in the stored database: 1" + KEPT);
  }

  @Test
  void thoseThatNeedNotBeStoredAreNot() {
    assertThat(
            warnings(
                "{'name':'ends','domain':'a.de','path':'/','expires':-1,'session':true}",
                "{'name':'over','domain':'a.de','path':'/','expires':999.9,'session':false}",
                "{'name':'nowhere','domain':'a.de','path':'/','expires':2000,"
                    + "'partitionKeyOpaque':true}"))
        .isEmpty();
  }

  @Test
  void aDatabaseThatCannotBeReadIsSaidToBe() throws IOException {
    FolderContent.write(folder, "Default/Cookies", new byte[5000]);

    assertThat(warnings("{'name':'a','domain':'example.com','path':'/','expires':2000}"))
        .containsExactly(
            "the stored database of cookies cannot be read; those seen at close are kept beside it");
  }

  private List<String> warnings(String... cookies) {
    String json = "[" + String.join(",", cookies).replace('\'', '"') + "]";
    var told = new ProfileState.Cookies(json, cookies.length, 0);
    var state = new ProfileState(folder, "156.0.8078.79", told);
    return StateReading.of(state, ToldCookie.all(json), NOW).warnings();
  }
}
