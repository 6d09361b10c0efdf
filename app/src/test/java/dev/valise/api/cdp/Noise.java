package dev.valise.api.cdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random bytes that both sides of a tunnel can make for themselves.
 *
 * @param seed of the generator
 * @param length in bytes
 */
record Noise(long seed, int length) {
  private static final int CHUNK = 64 * 1024;

  /** With a fresh seed, printed for a repetition. */
  static Noise fresh(int length) {
    long seed = new SplittableRandom().nextLong();
    System.out.println("noise seed " + seed);
    return new Noise(seed, length);
  }

  byte[] bytes() {
    byte[] bytes = new byte[length];
    var random = new SplittableRandom(seed);
    for (int at = 0; at < length; at += CHUNK) {
      byte[] chunk = next(random, at);
      System.arraycopy(chunk, 0, bytes, at, chunk.length);
    }
    return bytes;
  }

  void writeTo(OutputStream out) throws IOException {
    var random = new SplittableRandom(seed);
    for (int at = 0; at < length; at += CHUNK) {
      out.write(next(random, at));
    }
  }

  /**
   * Writes while the caller does something else; if it fails, bytes are missing at the reader's.
   */
  void writeInBackground(OutputStream out) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            writeTo(out);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Reads as many bytes as this is long and compares each. */
  void assertArrives(InputStream in) throws IOException {
    var random = new SplittableRandom(seed);
    for (int at = 0; at < length; at += CHUNK) {
      byte[] expected = next(random, at);
      byte[] received = in.readNBytes(expected.length);
      assertThat(Arrays.mismatch(expected, received))
          .as("first wrong byte behind %s", at)
          .isEqualTo(-1);
    }
  }

  private byte[] next(SplittableRandom random, int at) {
    byte[] chunk = new byte[Math.min(CHUNK, length - at)];
    random.nextBytes(chunk);
    return chunk;
  }
}
