package dev.valise.model;

import java.util.regex.Pattern;

/**
 * A name that a profile or a session may have: 1 to 255 ASCII letters, digits, dots, underscores
 * and dashes, and not of the shape of an id, so that a reference is never ambiguous (Kernel's
 * rules: BrowserProfile.name of its SDK, and the manage-profiles page of its documentation).
 */
public record Name(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-zA-Z0-9._-]{1,255}");

  public Name {
    if (!SHAPE.matcher(value).matches()) {
      throw new Refusal.Invalid(
          "name must be 1 to 255 ASCII letters, digits, dots, underscores or hyphens");
    }
    if (OpaqueId.hasShape(value)) {
      throw new Refusal.Invalid(
          "name must not be exactly 24 lowercase letters and digits: that is the shape of an id");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
