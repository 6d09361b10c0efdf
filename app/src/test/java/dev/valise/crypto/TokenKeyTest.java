package dev.valise.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.MemoryKeysets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenKeyTest {
  private static final String GRANT = "cdp abcdefghijklmnopqrstuvwx";

  private final RootKey root = RootKey.generate();
  private final MemoryKeysets keysets = new MemoryKeysets();
  private final TokenKey key = new Keyring(root, keysets).urlTokenKey();

  @Test
  void aTokenIsTheSameEveryTimeAndNeedsNoEscape() {
    assertThat(key.sign(GRANT)).isEqualTo(key.sign(GRANT)).matches("[A-Za-z0-9_-]{50}");
    assertThat(key.verifies(key.sign(GRANT), GRANT)).isTrue();
  }

  @Test
  void aTokenOutlivesTheProcess() {
    TokenKey afterRestart = new Keyring(root, keysets).urlTokenKey();
    assertThat(afterRestart.verifies(key.sign(GRANT), GRANT)).isTrue();
  }

  @Test
  void aTokenOfAnotherKeyIsRefused() {
    TokenKey other = new Keyring(RootKey.generate(), new MemoryKeysets()).urlTokenKey();
    assertThat(key.verifies(other.sign(GRANT), GRANT)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cdp",
        "cdp abcdefghijklmnopqrstuvwy",
        "live abcdefghijklmnopqrstuvwx",
        "cdp abcdefghijklmnopqrstuvwx ",
        "CDP abcdefghijklmnopqrstuvwx"
      })
  void aTokenIsGoodForNoOtherGrant(String other) {
    assertThat(key.verifies(key.sign(GRANT), other)).isFalse();
  }

  @Test
  void aTokenWithAnyCharacterChangedIsRefused() {
    String token = key.sign(GRANT);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ \u0141";
    for (int at = 0; at < token.length(); at++) {
      for (int i = 0; i < alphabet.length(); i++) {
        String changed = token.substring(0, at) + alphabet.charAt(i) + token.substring(at + 1);
        assertThat(key.verifies(changed, GRANT)).as(changed).isEqualTo(changed.equals(token));
      }
    }
  }

  @Test
  void aTokenThatIsCutOffOrLongerIsRefused() {
    String token = key.sign(GRANT);
    for (int length = 0; length < token.length(); length++) {
      assertThat(key.verifies(token.substring(0, length), GRANT)).isFalse();
    }
    for (String more : new String[] {"=", "==", "A", "AAAA", " ", "\n", "\0"}) {
      assertThat(key.verifies(token + more, GRANT)).as("token + '%s'", more).isFalse();
    }
  }
}
