package dev.valise.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.Race;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

abstract class KeysetRecordsContract {
  private static final Map<String, byte[]> NOTHING = Map.of();

  private final Instant now = CatalogFixture.NOW;

  abstract Catalog catalog();

  private KeysetRecords keysets() {
    return catalog().keysets();
  }

  @Test
  void aKeysetIsKeptAsItWasGiven() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    assertThat(keysets().find("given")).isEmpty();
    assertThat(keysets().replace(NOTHING, Map.of("given", all))).isTrue();
    assertThat(keysets().find("given").orElseThrow()).isEqualTo(all);
    assertThat(keysets().all()).containsEntry("given", all);
    assertThat(keysets().find("giv")).isEmpty();
    assertThat(keysets().deletedAt("given")).isEmpty();
  }

  @Test
  void aKeysetIsReplacedOnlyByWhoKnowsIt() {
    insert("known", 1);
    assertThat(keysets().replace(NOTHING, keyset("known", 2))).isFalse();
    assertThat(keysets().replace(keyset("known", 3), keyset("known", 2))).isFalse();
    assertThat(keysets().replace(keyset("unknown", 1), keyset("unknown", 2))).isFalse();
    assertKept("known", 1);
    assertThat(keysets().find("unknown")).isEmpty();

    assertThat(keysets().replace(keyset("known", 1), keyset("known", 2))).isTrue();
    assertKept("known", 2);
  }

  @Test
  void allOfAReplacementIsDoneOrNothing() {
    insert("together-1", 1);
    insert("together-2", 2);
    Map<String, byte[]> changes =
        Map.of("together-1", new byte[] {11}, "together-2", new byte[] {12});
    assertThat(
            keysets()
                .replace(
                    Map.of("together-1", new byte[] {1}, "together-2", new byte[] {3}), changes))
        .isFalse();
    assertKept("together-1", 1);
    assertKept("together-2", 2);

    assertThat(
            keysets()
                .replace(
                    Map.of("together-1", new byte[] {1}, "together-2", new byte[] {2}), changes))
        .isTrue();
    assertKept("together-1", 11);
    assertKept("together-2", 12);
  }

  @Test
  void anotherKeysetMayBeExpectedToStayAsItIs() {
    insert("witness", 1);
    assertThat(keysets().replace(keyset("witness", 2), keyset("witnessed", 7))).isFalse();
    assertThat(keysets().find("witnessed")).isEmpty();

    assertThat(keysets().replace(keyset("witness", 1), keyset("witnessed", 7))).isTrue();
    assertKept("witnessed", 7);
    assertKept("witness", 1);
  }

  @Test
  void aDeletedKeysetLeavesItsTombstoneAndNoRoomForAnother() {
    insert("deleted", 1);
    assertThat(keysets().delete("deleted", now)).isEqualTo(now);

    assertThat(keysets().find("deleted")).isEmpty();
    assertThat(keysets().deletedAt("deleted")).contains(now);
    assertThat(keysets().all()).doesNotContainKey("deleted");
    assertThat(keysets().replace(NOTHING, keyset("deleted", 2))).isFalse();
    assertThat(keysets().replace(keyset("deleted", 1), keyset("deleted", 2))).isFalse();
    assertThat(keysets().replace(Map.of("deleted", new byte[0]), keyset("deleted", 2))).isFalse();
    assertThat(keysets().find("deleted")).isEmpty();
  }

  @Test
  void aKeysetIsDeletedOnceAndWhetherItExistsOrNot() {
    assertThat(keysets().delete("never-was", now)).isEqualTo(now);
    assertThat(keysets().delete("never-was", now.plusSeconds(1))).isEqualTo(now);
    assertThat(keysets().deletedAt("never-was")).contains(now);
    assertThat(keysets().replace(NOTHING, keyset("never-was", 2))).isFalse();
  }

  @Test
  void aPurgeLeavesWhatIsThere() {
    insert("purged", 1);
    keysets().purge();
    assertKept("purged", 1);
  }

  @Test
  void ofThreadsThatInsertTheSameOneOneDoes() throws Exception {
    var inserted =
        Race.of(8, number -> keysets().replace(NOTHING, keyset("race-to-insert", number)));
    assertThat(Collections.frequency(inserted, true)).isEqualTo(1);
    assertKept("race-to-insert", inserted.indexOf(true));
  }

  @Test
  void noneOfManyReplacementsIsLost() throws Exception {
    insert("race-to-replace", 0);
    var attempts = new AtomicInteger();
    Race.of(
        8,
        number -> {
          byte[] known;
          do {
            attempts.incrementAndGet();
            known = keysets().find("race-to-replace").orElseThrow();
          } while (!keysets()
              .replace(Map.of("race-to-replace", known), keyset("race-to-replace", known[0] + 1)));
          return number;
        });
    assertThat(attempts).as("attempts").hasValueGreaterThanOrEqualTo(8);
    assertKept("race-to-replace", 8);
  }

  private void insert(String name, int content) {
    assertThat(keysets().replace(NOTHING, keyset(name, content))).isTrue();
  }

  private void assertKept(String name, int content) {
    assertThat(keysets().find(name).orElseThrow()).containsExactly(content);
  }

  private static Map<String, byte[]> keyset(String name, int content) {
    return Map.of(name, new byte[] {(byte) content});
  }
}
