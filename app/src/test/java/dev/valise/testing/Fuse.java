package dev.valise.testing;

/** Ends a process, as it were, after some number of operations. Thread-safe. */
public final class Fuse {
  private int operations;
  private int left = Integer.MAX_VALUE;

  /** What a process that has ended does. */
  public static final class Burnt extends RuntimeException {}

  /** Lets {@code more} operations through; from then on all fail. */
  public synchronized void burnAfter(int more) {
    left = more;
  }

  /** How many operations were let through. */
  public synchronized int operations() {
    return operations;
  }

  /** To be called before each operation. */
  public synchronized void use() {
    if (left == 0) {
      throw new Burnt();
    }
    left--;
    operations++;
  }
}
