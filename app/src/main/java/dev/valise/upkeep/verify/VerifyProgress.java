package dev.valise.upkeep.verify;

/**
 * Hears how far a verification is. Called by one thread at a time, and often: implementations
 * return at once.
 */
public interface VerifyProgress {
  VerifyProgress NONE = (_, _) -> {};

  /**
   * @param bytes of packs that were read so far
   * @param allBytes that there are to read, as far as the catalog tells
   */
  void checked(long bytes, long allBytes);
}
