package dev.valise.blob;

import java.util.regex.Pattern;

/**
 * Where a blob lies: two to four parts joined by slashes, each of 1 to 64 lowercase letters, digits
 * and dashes, such as {@code packs/ab/abc123}. No part can mean a parent folder or a hidden file.
 */
public record BlobKey(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9-]{1,64}(/[a-z0-9-]{1,64}){1,3}");

  public BlobKey {
    if (!hasShape(value)) {
      throw new IllegalArgumentException("not a blob key: '" + value + "'");
    }
  }

  static boolean hasShape(String text) {
    return SHAPE.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
