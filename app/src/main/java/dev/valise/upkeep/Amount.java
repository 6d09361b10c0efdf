package dev.valise.upkeep;

/**
 * A number of blobs.
 *
 * @param bytes their sizes added up; too low where a size is not known
 */
public record Amount(long blobs, long bytes) {
  static final Amount NONE = new Amount(0, 0);

  Amount with(long size) {
    return new Amount(blobs + 1, bytes + size);
  }
}
