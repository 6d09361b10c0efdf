package dev.valise.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.valise.format.reader.Keys;
import dev.valise.format.reader.StoreReader;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example on the page, read by the reader that was written from the page. */
class PageExampleTest {
  private static final long FIRST_CHANGE = nanos("2026-11-20T09:08:07.654321Z");

  private ExamplePage page = new ExamplePage(Map.of());
  private String organisation = "";
  private String keyset = "";

  @BeforeEach
  void read() throws IOException {
    page = ExamplePage.read();
    keyset = page.only("hex keyset").substring("hex keyset ".length());
    organisation = keyset.substring("organisation-".length());
  }

  private static long nanos(String instant) {
    Instant parsed = Instant.parse(instant);
    return parsed.getEpochSecond() * 1_000_000_000 + parsed.getNano();
  }

  private Keys keys() throws IOException, GeneralSecurityException {
    return Keys.root(page.text("json root-key")).unwrap(keyset, page.hex("hex keyset " + keyset));
  }

  private StoreReader reader() throws IOException, GeneralSecurityException {
    return new StoreReader(key -> page.hex("hex blob " + key), keys(), organisation);
  }

  private static byte[] cookies(char end) {
    return ("A".repeat(4096) + String.valueOf(end).repeat(904)).getBytes(UTF_8);
  }

  @Test
  void theReaderKnowsNothingOfValise() {
    ArchRuleDefinition.classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.valise.format.reader",
            "java..",
            "javax.crypto..",
            "com.github.luben.zstd..",
            "org.jspecify..")
        .check(new ClassFileImporter().importPackages("dev.valise.format.reader"));
  }

  @Test
  void theFirstVersion() throws Exception {
    assertThat(reader().read("manifests/ex/example-1"))
        .isEqualTo(
            new StoreReader.Content(
                new TreeMap<>(
                    Map.of(
                        "Default/Cookies", StoreReader.describe(0600, FIRST_CHANGE, cookies('B')))),
                new TreeMap<>(Map.of("Default", 0700)),
                new TreeMap<>(Map.of("cookies", "[]"))));
  }

  @Test
  void theSecondVersion() throws Exception {
    assertThat(reader().read("manifests/ex/example-2"))
        .isEqualTo(
            new StoreReader.Content(
                new TreeMap<>(
                    Map.of(
                        "Default/Cookies",
                        StoreReader.describe(0600, FIRST_CHANGE + 1_000_000, cookies('C')))),
                new TreeMap<>(Map.of("Default", 0700, "Default/Storage", 0700)),
                new TreeMap<>(Map.of("cookies", "[]"))));
  }

  /** With the nonce that it has, a part becomes the same bytes again. */
  @Test
  void sealingIsAsThePageSays() throws Exception {
    byte[] pack = page.hex("hex blob packs/ex/example-1");
    byte[] sealed = Arrays.copyOfRange(pack, 8, pack.length);
    byte[] frame = page.hex("hex frame of packs/ex/example-1");
    String associated = page.text("text associated data of packs/ex/example-1").strip();
    byte[] nonce = Arrays.copyOfRange(sealed, 5, 17);

    assertThat(associated).isEqualTo("valise 1 " + organisation + " packs/ex/example-1 0");
    int id = keys().ids().iterator().next();
    assertThat(keys().seal(id, nonce, frame, associated)).isEqualTo(sealed);
    assertThat(Zstd.decompress(frame, 5000)).isEqualTo(cookies('B'));
  }

  @Test
  void aBlobOfANewerVersionIsRefused() throws Exception {
    for (String blob : List.of("manifests/ex/example-1", "packs/ex/example-1")) {
      byte[] newer = page.hex("hex blob " + blob);
      newer[7]++;
      var reader =
          new StoreReader(
              key -> key.equals(blob) ? newer : page.hex("hex blob " + key), keys(), organisation);

      assertThatThrownBy(() -> reader.read("manifests/ex/example-1"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(blob + " is of version " + newer[7])
          .hasMessageContaining("up to " + (newer[7] - 1));
    }
  }

  @Test
  void aKeysetOfANewerVersionIsRefused() throws Exception {
    byte[] newer = page.hex("hex keyset " + keyset);
    newer[7]++;

    assertThatThrownBy(() -> Keys.root(page.text("json root-key")).unwrap(keyset, newer))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining(keyset + " is of version 3")
        .hasMessageContaining("up to 2");
  }
}
