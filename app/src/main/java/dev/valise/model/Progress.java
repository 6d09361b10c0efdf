package dev.valise.model;

/**
 * Hears how far a long operation is. Called by one thread at a time, and often: implementations
 * return at once.
 */
public interface Progress {
  Progress NONE = (_, _, _, _) -> {};

  /**
   * So much is done.
   *
   * @param files and {@code bytes} that are done
   * @param allFiles and {@code allBytes} that there are
   */
  void done(long files, long bytes, long allFiles, long allBytes);
}
