package dev.valise.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginCollectorTest {
  private final OriginCollector collector = new OriginCollector();

  @ParameterizedTest
  @CsvSource({
    "https://a.com, https://a.com",
    "https://a.com/, https://a.com",
    "http://a.localhost:8080/, http://a.localhost:8080",
    "https://a.com/^0https://b.com, https://a.com",
    "https://a.com/^31, https://a.com",
    "http://[::1]:80/, http://[::1]:80",
    "https://xn--bcher-kva.example/, https://xn--bcher-kva.example"
  })
  void aStorageKeyCountsForItsOwnOrigin(String key, String origin) {
    collector.addStorageKey(key);

    assertThat(collector.found().origins()).extracting(WebOrigin::text).containsExactly(origin);
    assertThat(collector.found().warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https_a.com_0.indexeddb.leveldb, https://a.com",
    "https_a.com_0.indexeddb.blob, https://a.com",
    "https_a.com_0, https://a.com",
    "http_my_host.localhost_8080.indexeddb.leveldb, http://my_host.localhost:8080",
    "http_[__1]_8080.indexeddb.leveldb, http://[::1]:8080"
  })
  void aFolderNameCountsForItsOrigin(String name, String origin) {
    collector.addIdentifier(name);

    assertThat(collector.found().origins()).extracting(WebOrigin::text).containsExactly(origin);
    assertThat(collector.found().warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file://",
        "file:///",
        "chrome://new-tab-page/",
        "chrome-extension://abcdefghijklmnop/",
        "devtools://devtools/"
      })
  void whatIsNotTheWebIsLeftOut(String key) {
    collector.addStorageKey(key);

    assertThat(collector.found().origins()).isEmpty();
    assertThat(collector.found().warnings()).isEmpty();
  }

  @Test
  void foldersOfOtherSchemesAreLeftOut() {
    collector.addIdentifier("file__0.indexeddb.leveldb");
    collector.addIdentifier("chrome-extension_abcdefghijklmnop_0.indexeddb.leveldb");

    assertThat(collector.found().origins()).isEmpty();
    assertThat(collector.found().warnings()).isEmpty();
  }

  @Test
  void whatNamesNoOriginIsCountedAndNotRepeated() {
    collector.addStorageKey("");
    collector.addStorageKey("https://evil\n.com/");
    collector.addStorageKey("http://" + "a".repeat(300));
    collector.addIdentifier("anything");

    assertThat(collector.found().origins()).isEmpty();
    assertThat(collector.found().warnings())
        .containsExactly("4 names of storage are of no form that is known");
  }

  @Test
  void thereIsAnEndToOriginsAndWarnings() {
    for (int i = 0; i <= OriginCollector.MOST_ORIGINS; i++) {
      collector.addStorageKey("https://a" + i + ".com/");
    }
    for (int i = 0; i < 30; i++) {
      collector.warn("warning " + i % 25);
    }

    assertThat(collector.found().origins()).hasSize(OriginCollector.MOST_ORIGINS);
    assertThat(collector.found().warnings())
        .hasSize(21)
        .startsWith("there are more than 10000 origins", "warning 0")
        .endsWith("6 more warnings about state that could not be read");
  }
}
