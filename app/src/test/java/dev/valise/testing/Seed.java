package dev.valise.testing;

import java.util.Random;
import java.util.SplittableRandom;

/**
 * Where a test's random choices start. A fresh one is printed; {@code -Dvalise.seed=N} repeats a
 * run.
 */
public record Seed(long value) {

  public static Seed fresh(String test) {
    var seed = new Seed(Long.getLong("valise.seed", new SplittableRandom().nextLong()));
    System.out.println(test + ": " + seed);
    return seed;
  }

  public Random random() {
    return new Random(value);
  }

  /** Bytes that no compressor makes smaller, always the same of one seed. */
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random().nextBytes(bytes);
    return bytes;
  }
}
