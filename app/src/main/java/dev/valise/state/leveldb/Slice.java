package dev.valise.state.leveldb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that stand somewhere in an array, not copied. Ordered as LevelDB's bytewise comparator
 * does: by unsigned bytes, a prefix first. Immutable as long as nobody writes to the array.
 */
public final class Slice implements Comparable<Slice> {
  private final byte[] array;
  private final int start;
  private final int length;

  Slice(byte[] array, int start, int length) {
    this.array = array;
    this.start = start;
    this.length = length;
  }

  /** All of an array, which nobody may write to from now on. */
  public static Slice of(byte[] array) {
    return new Slice(array, 0, array.length);
  }

  /** A text of ASCII characters. */
  public static Slice ascii(String text) {
    return of(text.getBytes(StandardCharsets.US_ASCII));
  }

  public int length() {
    return length;
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return Arrays.copyOfRange(array, start, start + length);
  }

  /** Each byte as the character with its number. */
  public String latin1() {
    return new String(array, start, length, StandardCharsets.ISO_8859_1);
  }

  /** Where a byte stands first; -1 when it does not. */
  public int indexOf(int value) {
    for (int i = 0; i < length; i++) {
      if (array[start + i] == (byte) value) {
        return i;
      }
    }
    return -1;
  }

  /** The first bytes. */
  public Slice first(int count) {
    return part(0, count);
  }

  public boolean startsWith(Slice prefix) {
    return length >= prefix.length && first(prefix.length).equals(prefix);
  }

  /**
   * Some bytes of it.
   *
   * @throws IndexOutOfBoundsException when it has no such bytes
   */
  public Slice part(int from, int count) {
    if (from < 0 || count < 0 || count > length - from) {
      throw new IndexOutOfBoundsException("no part " + from + "+" + count + " of " + length);
    }
    return new Slice(array, start + from, count);
  }

  void copyTo(byte[] target, int position) {
    System.arraycopy(array, start, target, position, length);
  }

  @Override
  public int compareTo(Slice other) {
    return Arrays.compareUnsigned(
        array, start, start + length, other.array, other.start, other.start + other.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Slice slice && compareTo(slice) == 0;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }
}
