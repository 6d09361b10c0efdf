package dev.valise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.testing.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "9",
        "Shop.Checkout_v2-test",
        "...",
        "abcdefghijklmnopqrstuvw",
        "abcdefghijklmnopqrstuvwxy",
        "Abcdefghijklmnopqrstuvwx",
        "abcdefghijklmnopqrst-uvw"
      })
  void takes(String name) {
    assertThat(new Name(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "a/b", "a\\b", "a\n", "\na", "a\0", "ü", "名前", "a:b", "a%2e", "'"})
  void refusesOtherCharacters(String name) {
    assertThatThrownBy(() -> new Name(name))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("name must be 1 to 255 ASCII letters, digits, dots, underscores or hyphens");
  }

  @Test
  void isAtMost255Long() {
    assertThat(new Name("n".repeat(255)).value()).hasSize(255);
    assertThatThrownBy(() -> new Name("n".repeat(256))).isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void isNeverMistakenForAnId() {
    assertThatThrownBy(() -> new Name(Ids.fresh().next()))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("shape of an id");
  }
}
