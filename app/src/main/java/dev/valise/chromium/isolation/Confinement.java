package dev.valise.chromium.isolation;

import dev.valise.chromium.landlock.LandlockGap;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
    return of(tier, List.of(), chromiumSandbox, ownTaskCount);
  }

  /**
   * What rules guarantee.
   *
   * @param gaps of this kernel
   * @param ownUser whether each browser has a user id that no other process has
   */
  static Confinement byLandlock(Set<LandlockGap> gaps, boolean ownUser, boolean chromiumSandbox) {
    List<String> words = new ArrayList<>();
    if (!ownUser) {
      words.addAll(Tier.USER.notGuaranteed());
      words.add("shared memory in /dev/shm is open to all browsers");
    }
    for (LandlockGap gap : gaps) {
      switch (gap) {
        case TRUNCATION -> {
          if (!ownUser) {
            words.add("files of the server's user can be emptied: Linux is older than 6.2");
          }
        }
        case TCP ->
            words.add(
                "services on this machine and in its networks, and the DevTools of other browsers,"
                    + " can be reached: Linux is older than 6.7");
        case DEVICE_COMMANDS -> {}
        case SIGNALS_AND_ABSTRACT_SOCKETS ->
            words.add(
                (ownUser ? "" : "other processes of the server's user can be sent signals, and ")
                    + "abstract unix sockets can be reached: Linux is older than 6.12");
      }
    }
    return of(Tier.LANDLOCK, words, chromiumSandbox, ownUser);
  }

  private static Confinement of(
      Tier tier, List<String> more, boolean chromiumSandbox, boolean ownTaskCount) {
    List<String> words = new ArrayList<>(tier.notGuaranteed());
    words.addAll(more);
    if (!chromiumSandbox) {
      words.add("Chromium's own sandbox is off: a page that breaks out of it has the whole room");
    }
    return new Confinement(tier, words, ownTaskCount);
  }
}
