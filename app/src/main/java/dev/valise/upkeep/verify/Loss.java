package dev.valise.upkeep.verify;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The versions of one profile that cannot be restored because of a finding.
 *
 * @param lost their numbers, at least one
 * @param others versions that cannot be restored either, because of other findings
 * @param restorable those that can be restored
 * @param head the newest version that was not withheld, whether lost or not
 */
public record Loss(
    ProfileLabel profile,
    SortedSet<Integer> lost,
    SortedSet<Integer> others,
    SortedSet<Integer> restorable,
    Optional<Integer> head) {
  public Loss {
    lost = Collections.unmodifiableSortedSet(new TreeSet<>(lost));
    others = Collections.unmodifiableSortedSet(new TreeSet<>(others));
    restorable = Collections.unmodifiableSortedSet(new TreeSet<>(restorable));
  }

  /** Whether the head is among the lost. */
  public boolean hitsHead() {
    return head.isPresent() && lost.contains(head.get());
  }

  Severity severity() {
    return hitsHead() ? Severity.CRITICAL : Severity.ERROR;
  }

  /** Such as {@code version 7 of gmail-work cannot be restored; versions 1 to 6 and 8 can}. */
  public String sentence() {
    if (restorable.isEmpty() && others.isEmpty()) {
      return lost.size() == 1
          ? VersionNumbers.versions(lost) + " of " + profile + ", its only one, cannot be restored"
          : "none of the " + lost.size() + " versions of " + profile + " can be restored";
    }
    String head = lost.size() == 1 ? ", its head," : ", its head among them,";
    return VersionNumbers.versions(lost)
        + " of "
        + profile
        + (hitsHead() ? head : "")
        + " cannot be restored; "
        + (restorable.isEmpty()
            ? "no other version can either"
            : VersionNumbers.versions(restorable) + " can");
  }
}
