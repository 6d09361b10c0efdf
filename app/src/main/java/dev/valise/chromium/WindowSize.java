package dev.valise.chromium;

/** Outer size of a browser window in pixels, each side 1 to 16384. */
public record WindowSize(int width, int height) {

  private static final int LARGEST = 16384;

  public WindowSize {
    if (width < 1 || height < 1 || width > LARGEST || height > LARGEST) {
      throw new IllegalArgumentException("Not a window size: %d x %d".formatted(width, height));
    }
  }
}
