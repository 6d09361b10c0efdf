package dev.valise.model;

import java.util.regex.Pattern;

/** The shape that all ids share: 24 lowercase letters and digits, as Kernel's API has them. */
public final class OpaqueId {

  /** Length of every id, in characters. */
  public static final int LENGTH = 24;

  private static final Pattern SHAPE = Pattern.compile("[a-z0-9]{" + LENGTH + "}");

  private OpaqueId() {}

  /** Whether a text could be an id; names of this shape are refused so that the two never mix. */
  public static boolean hasShape(String text) {
    return SHAPE.matcher(text).matches();
  }

  static String require(String text, String what) {
    if (!hasShape(text)) {
      throw new IllegalArgumentException(
          what + " must be " + LENGTH + " lowercase letters and digits");
    }
    return text;
  }
}
