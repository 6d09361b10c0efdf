package dev.valise.snapshot;

/**
 * What a preset kept out of a snapshot.
 *
 * @param files number of files, links included
 * @param bytes sizes of the regular files among them, added up
 */
public record LeftOut(int files, long bytes) {
  static final LeftOut NOTHING = new LeftOut(0, 0);

  LeftOut and(LeftOut more) {
    return new LeftOut(files + more.files, bytes + more.bytes);
  }
}
