package dev.valise.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.Race;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

abstract class KeysetRecordsContract {
  abstract Catalog catalog();

  @Test
  void aKeysetIsKeptAsItWasGiven() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    assertThat(catalog().keysets().find("given")).isEmpty();
    assertThat(catalog().keysets().insertIfAbsent("given", all)).isEqualTo(all);
    assertThat(catalog().keysets().find("given").orElseThrow()).isEqualTo(all);
    assertThat(catalog().keysets().find("giv")).isEmpty();
  }

  @Test
  void aKeysetIsNeverReplaced() {
    catalog().keysets().insertIfAbsent("first", new byte[] {1});
    assertThat(catalog().keysets().insertIfAbsent("first", new byte[] {2})).containsExactly(1);
    assertThat(catalog().keysets().find("first").orElseThrow()).containsExactly(1);
  }

  @Test
  void ofThreadsThatInsertTheSameOneAllGetTheWinners() throws Exception {
    var kept =
        Race.of(
            8, number -> catalog().keysets().insertIfAbsent("race", new byte[] {(byte) number})[0]);
    assertThat(new HashSet<>(kept)).hasSize(1);
  }
}
