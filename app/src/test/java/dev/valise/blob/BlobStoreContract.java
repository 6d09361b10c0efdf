package dev.valise.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.testing.Race;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link BlobStore} promises, for every backend. */
abstract class BlobStoreContract {
  private static final BlobKey KEY = new BlobKey("packs/ab/abc");

  /** Opens the store of this test; called again, the same one, as a process does that restarts. */
  abstract BlobStore open() throws IOException;

  @Test
  void aBlobShowsOnlyWhenItIsCommitted() throws IOException {
    BlobStore store = open();
    try (BlobUpload upload = store.upload(KEY)) {
      upload.write("hello".getBytes(UTF_8));
      assertMissing(store, KEY);

      assertThat(upload.commit()).isEqualTo(5);
      assertThat(text(store, KEY)).isEqualTo("hello");
      assertThat(sizes(store, "packs")).isEqualTo(Map.of("packs/ab/abc", 5L));
    }
    assertThat(text(store, KEY)).isEqualTo("hello");
  }

  @Test
  void anUploadClosedWithoutACommitLeavesNothing() throws IOException {
    BlobStore store = open();
    try (BlobUpload upload = store.upload(KEY)) {
      upload.write(new byte[100_000]);
    }
    assertMissing(store, KEY);
  }

  @Test
  void anUploadClosedWithoutACommitLeavesTheBlobThatWasThere() throws IOException {
    BlobStore store = open();
    put(store, KEY, "old");
    try (BlobUpload upload = store.upload(KEY)) {
      upload.write("new".getBytes(UTF_8));
    }
    assertThat(text(store, KEY)).isEqualTo("old");
  }

  @Test
  void aBlobMayBeEmptyAndMayBeWrittenByteByByte() throws IOException {
    BlobStore store = open();
    put(store, KEY, "");
    var other = new BlobKey("manifests/x");
    try (BlobUpload upload = store.upload(other)) {
      for (int b = -128; b < 256; b++) {
        upload.write(b);
      }
      upload.commit();
    }
    assertThat(text(store, KEY)).isEmpty();
    byte[] all = store.read(other, 0, 384);
    assertThat(IntStream.range(0, 384).allMatch(i -> all[i] == (byte) (i - 128))).isTrue();
  }

  @Test
  void partsAreReadInFullOrNotAtAll() throws IOException {
    BlobStore store = open();
    put(store, KEY, "0123456789");

    assertThat(store.read(KEY, 0, 10)).asString(UTF_8).isEqualTo("0123456789");
    assertThat(store.read(KEY, 0, 1)).asString(UTF_8).isEqualTo("0");
    assertThat(store.read(KEY, 3, 4)).asString(UTF_8).isEqualTo("3456");
    assertThat(store.read(KEY, 9, 1)).asString(UTF_8).isEqualTo("9");
    assertThatThrownBy(() -> store.read(KEY, 9, 2)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> store.read(KEY, 10, 1)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> store.read(KEY, 5_000_000_000L, 1)).isInstanceOf(EOFException.class);
  }

  @Test
  void whatIsReadIsNobodyElses() throws IOException {
    BlobStore store = open();
    put(store, KEY, "safe");
    Arrays.fill(store.read(KEY, 0, 4), (byte) 'x');
    assertThat(text(store, KEY)).isEqualTo("safe");
  }

  @Test
  void deletingTwiceIsFine() throws IOException {
    BlobStore store = open();
    var other = new BlobKey("packs/ab/other");
    put(store, KEY, "gone");
    put(store, other, "stays");

    store.delete(KEY);
    assertMissing(store, KEY);
    store.delete(KEY);
    store.delete(new BlobKey("never/was"));
    assertThat(text(store, other)).isEqualTo("stays");
  }

  @Test
  void listingsShowWhatLiesUnderAPrefix() throws IOException {
    BlobStore store = open();
    put(store, new BlobKey("packs/ab/1"), "1");
    put(store, new BlobKey("packs/ab/22"), "22");
    put(store, new BlobKey("packs/cd/1"), "");
    put(store, new BlobKey("packs-old/ab/1"), "other");
    put(store, new BlobKey("manifests/ab/1"), "other");

    assertThat(sizes(store, "packs"))
        .isEqualTo(Map.of("packs/ab/1", 1L, "packs/ab/22", 2L, "packs/cd/1", 0L));
    assertThat(sizes(store, "packs/ab")).containsOnlyKeys("packs/ab/1", "packs/ab/22");
    assertThat(sizes(store, "packs/a")).isEmpty();
    assertThat(sizes(store, "nothing")).isEmpty();
  }

  @Test
  void prefixesThatLeadElsewhereAreRefused() throws IOException {
    BlobStore store = open();
    for (String prefix : List.of("", "..", "packs/..", "/", "packs/", ".incoming")) {
      assertThatIllegalArgumentException()
          .as("prefix '%s'", prefix)
          .isThrownBy(() -> store.list(prefix, info -> {}));
    }
  }

  @Test
  void ofUploadsThatRaceForOneKeyOneWinsWhole() throws Exception {
    BlobStore store = open();
    Race.of(
        8,
        number -> {
          try (BlobUpload upload = store.upload(KEY)) {
            for (int i = 0; i < 50; i++) {
              byte[] piece = new byte[1000];
              Arrays.fill(piece, (byte) number);
              upload.write(piece);
            }
            return upload.commit();
          }
        });
    byte[] left = store.read(KEY, 0, 50_000);
    byte[] expected = new byte[50_000];
    Arrays.fill(expected, left[0]);
    assertThat(left).isEqualTo(expected);
    assertThat(sizes(store, "packs")).isEqualTo(Map.of("packs/ab/abc", 50_000L));
  }

  @Test
  void manyThreadsWriteReadListAndDelete() throws Exception {
    BlobStore store = open();
    Race.of(
        16,
        number -> {
          for (int round = 0; round < 3; round++) {
            var kept = new BlobKey("packs/" + number + "/kept" + round);
            var deleted = new BlobKey("packs/" + number + "/deleted" + round);
            put(store, kept, "kept by " + number);
            put(store, deleted, "deleted by " + number);
            assertThat(sizes(store, "packs")).containsKeys(kept.value(), deleted.value());
            assertThat(text(store, kept)).isEqualTo("kept by " + number);
            store.delete(deleted);
            assertMissing(store, deleted);
          }
          return number;
        });
    assertThat(sizes(store, "packs")).hasSize(16 * 3);
  }

  @Test
  void whatWasCommittedIsThereAfterARestartAndNothingElse() throws IOException {
    BlobStore before = open();
    put(before, KEY, "kept");
    BlobUpload cutOff = before.upload(new BlobKey("packs/ab/cut-off"));
    cutOff.write(new byte[1000]);

    BlobStore after = open();
    assertThat(text(after, KEY)).isEqualTo("kept");
    assertThat(sizes(after, "packs")).containsOnlyKeys(KEY.value());
    put(after, new BlobKey("packs/ab/next"), "next");
    assertThat(sizes(after, "packs")).containsOnlyKeys(KEY.value(), "packs/ab/next");
    cutOff.close();
  }

  static void put(BlobStore store, BlobKey key, String text) throws IOException {
    try (BlobUpload upload = store.upload(key)) {
      upload.write(text.getBytes(UTF_8));
      upload.commit();
    }
  }

  private static String text(BlobStore store, BlobKey key) throws IOException {
    try (InputStream in = store.read(key)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static Map<String, Long> sizes(BlobStore store, String prefix) throws IOException {
    var sizes = new TreeMap<String, Long>();
    store.list(prefix, info -> sizes.put(info.key().value(), info.size()));
    return sizes;
  }

  private static void assertMissing(BlobStore store, BlobKey key) throws IOException {
    assertThatThrownBy(() -> store.read(key))
        .isInstanceOf(NoSuchBlobException.class)
        .hasMessageContaining(key.value());
    assertThatThrownBy(() -> store.read(key, 0, 1)).isInstanceOf(NoSuchBlobException.class);
    assertThat(sizes(store, "packs")).doesNotContainKey(key.value());
  }
}
