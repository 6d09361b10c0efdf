package dev.valise.storm;

/**
 * What a running browser knows, and what a killed one would find when it starts again.
 *
 * @param memory all that was done in it
 * @param disk what of it was written
 */
record BrowserState(Held memory, Held disk) {

  /** Of a browser that was given a version: that is stored, and must survive whatever happens. */
  static BrowserState loaded(Held version) {
    return new BrowserState(version, version);
  }

  BrowserState put(Mark mark, Flushing flushing) {
    return new BrowserState(
        memory.with(mark), flushing.isCertain(mark) ? disk.with(mark) : disk.or(disk.with(mark)));
  }

  BrowserState remove(Mark mark, Flushing flushing) {
    return new BrowserState(
        memory.without(mark),
        flushing.isCertain(mark) ? disk.without(mark) : disk.or(disk.without(mark)));
  }

  BrowserState killed() {
    return new BrowserState(disk, disk);
  }
}
