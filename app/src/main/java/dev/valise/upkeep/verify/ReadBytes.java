package dev.valise.upkeep.verify;

import java.util.function.LongConsumer;

/** Adds up what was read. Called by one thread at a time. */
final class ReadBytes implements LongConsumer {
  private final VerifyProgress progress;
  private final long all;
  private long sum;

  ReadBytes(VerifyProgress progress, long all) {
    this.progress = progress;
    this.all = all;
    progress.checked(0, all);
  }

  @Override
  public void accept(long more) {
    sum += more;
    // What appeared since all was counted may be read too.
    progress.checked(Math.min(sum, all), all);
  }

  /** All is done, whatever of it could not be read. */
  void end() {
    progress.checked(all, all);
  }

  long sum() {
    return sum;
  }
}
