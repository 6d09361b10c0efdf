package dev.valise.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.testing.Ids;
import dev.valise.testing.MemoryKeysets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SealingKeyTest {
  private static final byte[] PLAIN = "session=secret".getBytes(UTF_8);
  private static final byte[] CONTEXT = "owner blob 0".getBytes(UTF_8);

  private final Keyring keyring = new Keyring(RootKey.generate(), new MemoryKeysets());
  private final SealingKey key = keyring.sealingKey(Ids.fresh().organisation());

  @Test
  void opensWhatItSealed() throws BrokenSealException {
    for (byte[] plain : new byte[][] {PLAIN, {}, {0}, new byte[100_000]}) {
      assertThat(key.open(key.seal(plain, CONTEXT), CONTEXT)).isEqualTo(plain);
    }
  }

  @Test
  void sealsTheSameBytesDifferentlyEachTime() {
    assertThat(key.seal(PLAIN, CONTEXT)).isNotEqualTo(key.seal(PLAIN, CONTEXT));
  }

  @Test
  void sealedBytesHideThePlainOnes() {
    assertThat(new String(key.seal(PLAIN, CONTEXT), UTF_8)).doesNotContain("secret");
  }

  @Test
  void everyFlippedBitBreaksTheSeal() {
    byte[] sealed = key.seal(PLAIN, CONTEXT);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertBroken(key, changed, CONTEXT);
    }
  }

  @Test
  void aSealThatIsCutOffOrLongerIsBroken() {
    byte[] sealed = key.seal(PLAIN, CONTEXT);
    for (int length = 0; length < sealed.length; length++) {
      assertBroken(key, Arrays.copyOf(sealed, length), CONTEXT);
    }
    assertBroken(key, Arrays.copyOf(sealed, sealed.length + 1), CONTEXT);
  }

  @Test
  void sealedBytesOpenInNoOtherContext() {
    byte[] sealed = key.seal(PLAIN, CONTEXT);
    for (String other : new String[] {"", "owner blob 1", "owner blob 0 ", "owner blob"}) {
      assertBroken(key, sealed, other.getBytes(UTF_8));
    }
  }

  @Test
  void sealedBytesOpenForNoOtherOrganisation() {
    SealingKey other = keyring.sealingKey(Ids.fresh().organisation());
    assertBroken(other, key.seal(PLAIN, CONTEXT), CONTEXT);
  }

  private static void assertBroken(SealingKey key, byte[] sealed, byte[] context) {
    assertThatThrownBy(() -> key.open(sealed, context)).isInstanceOf(BrokenSealException.class);
  }
}
