package dev.valise.storm;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a running browser knows, and what a killed one would find when it starts again.
 *
 * @param memory all that was done in it
 * @param disk what of it was written
 */
record BrowserState(Held memory, Held disk) {

  static final BrowserState FRESH = new BrowserState(Held.NOTHING, Held.NOTHING);

  /** Of a browser that has ended in order: all that it knew is written. */
  BrowserState closed() {
    return new BrowserState(memory, memory);
  }

  /**
   * Of a browser that was given this state as a version. That is stored, and must survive whatever
   * happens; the files of a checkpoint may have more, from before a logout.
   */
  BrowserState loaded() {
    return new BrowserState(memory, memory.orMore(disk));
  }

  BrowserState put(Mark mark, Flushing flushing) {
    return new BrowserState(
        memory.with(mark), flushing.isCertain(mark) ? disk.with(mark) : disk.or(disk.with(mark)));
  }

  /** A logout is not sure to outlive a kill: a cookie that is missing is given back for a while. */
  BrowserState remove(Mark mark, Flushing flushing) {
    boolean certain = mark.kind() == Mark.Kind.ITEM && flushing.isCertain(mark);
    return new BrowserState(
        memory.without(mark), certain ? disk.without(mark) : disk.or(disk.without(mark)));
  }

  /** The cookies of a checkpoint are given to the browser that comes after a kill. */
  BrowserState checkpointed() {
    Set<Mark> kept = new TreeSet<>(disk.sure());
    memory.sure().stream().filter(mark -> mark.kind() != Mark.Kind.ITEM).forEach(kept::add);
    return new BrowserState(memory, new Held(kept, disk.orMore(memory).possible()));
  }

  BrowserState killed() {
    return new BrowserState(disk, disk);
  }

  /** The same once it is known what is in memory. */
  BrowserState seen(Held now) {
    return new BrowserState(now, disk.equals(memory) ? now : disk);
  }
}
