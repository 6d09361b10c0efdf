package dev.valise.state.leveldb;

import java.io.IOException;

/** Goes through the pairs of one block, in which a key gives only how it differs from the last. */
final class BlockCursor {
  private final byte[] block;
  private final Input input;
  private final ReadLimit limit;
  private Slice key;
  private Slice value;

  BlockCursor(byte[] block, ReadLimit limit) throws DamagedLevelDbException {
    this.block = block;
    this.limit = limit;
    this.input = new Input(block, 0, endOfPairs(block));
    this.key = new Slice(block, 0, 0);
    this.value = key;
  }

  /** At the end stand the places where keys are given in full, and their number. */
  private static int endOfPairs(byte[] block) throws DamagedLevelDbException {
    if (block.length < Integer.BYTES) {
      throw new DamagedLevelDbException("a block is too short");
    }
    int places = new Input(block, block.length - Integer.BYTES, block.length).fixed32();
    long end = block.length - Integer.BYTES - (long) places * Integer.BYTES;
    if (places < 0 || end < 0) {
      throw new DamagedLevelDbException("a block has no end");
    }
    return (int) end;
  }

  /** On to the next pair; false when there is none. */
  boolean next() throws IOException {
    if (input.atEnd()) {
      return false;
    }
    int shared = input.length();
    int unshared = input.length();
    int valueLength = input.length();
    if (shared > key.length()) {
      throw new DamagedLevelDbException("a key builds on more than there is");
    }
    Slice rest = input.slice(unshared);
    if (shared == 0) {
      key = rest;
      limit.spend(Entry.OVERHEAD);
    } else {
      // Three bytes of a block may ask for a copy of megabytes, again and again.
      limit.spend(Entry.OVERHEAD + (long) shared + unshared);
      byte[] whole = new byte[shared + unshared];
      key.first(shared).copyTo(whole, 0);
      rest.copyTo(whole, shared);
      key = new Slice(whole, 0, whole.length);
    }
    value = input.slice(valueLength);
    return true;
  }

  Slice key() {
    return key;
  }

  Slice value() {
    return value;
  }

  /** What it keeps in memory, in bytes. */
  int size() {
    return block.length;
  }
}
