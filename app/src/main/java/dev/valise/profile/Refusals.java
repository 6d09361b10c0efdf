package dev.valise.profile;

import java.util.ArrayList;
import java.util.List;

/** What could not be stored, as warnings that people read. */
final class Refusals {

  /** A page may make any number of links; the first ones tell what is going on. */
  private static final int NAMED = 10;

  private Refusals() {}

  static List<String> warnings(List<String> refused) {
    List<String> warnings = new ArrayList<>();
    for (String file : refused.subList(0, Math.min(NAMED, refused.size()))) {
      warnings.add("left out " + file);
    }
    if (refused.size() > NAMED) {
      warnings.add("left out " + (refused.size() - NAMED) + " more that cannot be stored");
    }
    return warnings;
  }
}
