package dev.valise.state.leveldb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.testing.Seed;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SnappyTest {
  private static final int LIMIT = 1 << 20;

  @RepeatedTest(20)
  void unpacksWhatAnotherImplementationPacked() throws DamagedLevelDbException {
    Random random = Seed.fresh("SnappyTest").random();
    byte[] plain = compressible(random, random.nextInt(200_000));

    byte[] packed = org.iq80.snappy.Snappy.compress(plain);

    assertThat(Snappy.unpack(packed, 0, packed.length, LIMIT)).isEqualTo(plain);
  }

  @Test
  void copiesWithAllOffsetsOfTheFormat() throws DamagedLevelDbException {
    // "ab" as a literal, then copies with offsets of one, two and four bytes.
    byte[] packed = {14, 1 << 2, 'a', 'b', 1, 2, 3 << 2 | 2, 4, 0, 3 << 2 | 3, 1, 0, 0, 0};

    assertThat(Snappy.unpack(packed, 0, packed.length, LIMIT))
        .asString()
        .isEqualTo("abababababbbbb");
  }

  @Test
  void takesNoMemoryForASizeThatIsOnlyClaimed() {
    byte[] packed = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 0};

    assertThatThrownBy(() -> Snappy.unpack(packed, 0, packed.length, LIMIT))
        .hasMessage("a block of 2147483647 bytes");
  }

  @Test
  void damageIsNoOtherException() {
    Random random = Seed.fresh("SnappyTest.damage").random();
    byte[] packed = org.iq80.snappy.Snappy.compress(compressible(random, 3000));
    int damaged = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = packed.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        Snappy.unpack(changed, 0, random.nextInt(changed.length + 1), LIMIT);
      } catch (DamagedLevelDbException e) {
        damaged++;
      }
    }
    assertThat(damaged).isGreaterThan(1000);
  }

  private static byte[] compressible(Random random, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      boolean repeat = i > 100 && random.nextInt(20) != 0;
      bytes[i] = repeat ? bytes[i - 1 - (i / 1000) % 100] : (byte) random.nextInt();
    }
    return bytes;
  }
}
