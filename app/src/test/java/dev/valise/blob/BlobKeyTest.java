package dev.valise.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobKeyTest {

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "packs/ab/abc123", "a/b/c/d", "0/-", "packs/64/" + LONGEST})
  void takes(String key) {
    assertThat(new BlobKey(key)).hasToString(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "/a",
        "a/",
        "a//b",
        "a/b/c/d/e",
        "../a",
        "a/..",
        "a/../b",
        "a/.",
        "./a",
        ".a/b",
        "a/.incoming",
        "A/b",
        "a/b.c",
        "a/b c",
        "a/b\n",
        "a/b\0",
        "a\\b",
        "a/ü",
        "a/%2e%2e",
        "/etc/passwd",
        "packs/65/" + LONGEST + "x"
      })
  void refusesWhatCouldLeaveTheFolderOrHide(String key) {
    assertThatIllegalArgumentException().isThrownBy(() -> new BlobKey(key));
  }

  private static final String LONGEST =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
}
