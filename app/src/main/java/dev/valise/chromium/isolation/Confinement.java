package dev.valise.chromium.isolation;

import java.util.ArrayList;
import java.util.List;

/**
 * How well one browser is kept away from the machine and from other browsers.
 *
 * @param notGuaranteed what does not hold, in words for people
 * @param ownTaskCount whether what the kernel counts by user is counted for this browser alone
 */
public record Confinement(Tier tier, List<String> notGuaranteed, boolean ownTaskCount) {

  /** That of a plain process. */
  public static final Confinement NONE =
      new Confinement(Tier.NONE, Tier.NONE.notGuaranteed(), false);

  public Confinement {
    notGuaranteed = List.copyOf(notGuaranteed);
  }

  static Confinement of(Tier tier, boolean chromiumSandbox, boolean ownTaskCount) {
    List<String> words = new ArrayList<>(tier.notGuaranteed());
    if (!chromiumSandbox) {
      words.add("Chromium's own sandbox is off: a page that breaks out of it has the whole room");
    }
    return new Confinement(tier, words, ownTaskCount);
  }
}
