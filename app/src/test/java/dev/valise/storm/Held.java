package dev.valise.storm;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a place holds, as far as anybody can say.
 *
 * @param sure what must be there
 * @param possible what may be there, all that is sure included; nothing else may
 */
record Held(Set<Mark> sure, Set<Mark> possible) {
  static final Held NOTHING = new Held(Set.of(), Set.of());

  Held {
    sure = Set.copyOf(sure);
    possible = Set.copyOf(possible);
  }

  static Held exactly(Set<Mark> marks) {
    return new Held(marks, marks);
  }

  Held with(Mark mark) {
    return new Held(plus(sure, mark), plus(possible, mark));
  }

  Held without(Mark mark) {
    return new Held(minus(sure, mark), minus(possible, mark));
  }

  /** One of the two. */
  Held or(Held other) {
    Set<Mark> both = new TreeSet<>(sure);
    both.retainAll(other.sure);
    Set<Mark> either = new TreeSet<>(possible);
    either.addAll(other.possible);
    return new Held(both, either);
  }

  /** All of this, and perhaps some of the other. */
  Held orMore(Held other) {
    Set<Mark> either = new TreeSet<>(possible);
    either.addAll(other.possible);
    return new Held(sure, either);
  }

  boolean allows(Set<Mark> seen) {
    return seen.containsAll(sure) && possible.containsAll(seen);
  }

  /** Whether both can be true of the same place. */
  boolean isCompatible(Held other) {
    return possible.containsAll(other.sure) && other.possible.containsAll(sure);
  }

  private static Set<Mark> plus(Set<Mark> marks, Mark mark) {
    Set<Mark> more = new TreeSet<>(marks);
    more.add(mark);
    return more;
  }

  private static Set<Mark> minus(Set<Mark> marks, Mark mark) {
    Set<Mark> fewer = new TreeSet<>(marks);
    fewer.remove(mark);
    return fewer;
  }

  @Override
  public String toString() {
    Set<Mark> unsure = new TreeSet<>(possible);
    unsure.removeAll(sure);
    return new TreeSet<>(sure) + (unsure.isEmpty() ? "" : " and perhaps " + unsure);
  }
}
