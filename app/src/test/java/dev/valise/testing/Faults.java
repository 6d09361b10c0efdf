package dev.valise.testing;

import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * What goes wrong, and when: counts the calls of all that share it. Thread-safe; which of two
 * threads meets a fault is then for them to settle.
 */
public final class Faults {
  private int calls;
  private int lastSound = Integer.MAX_VALUE;
  private int failing;
  private When when = When.BEFORE;

  /** Whether a call that fails was carried out. */
  public enum When {
    BEFORE,
    AFTER
  }

  /** The process was killed: no call of it does anything any more, and nothing may catch this. */
  public static final class Stopped extends Error {
    Stopped() {
      super("the process has stopped");
    }
  }

  /** How many calls there were since this was made or told. */
  public synchronized int calls() {
    return calls;
  }

  /** Lets all calls from now on do what they should. */
  public synchronized void heal() {
    calls = 0;
    lastSound = Integer.MAX_VALUE;
    failing = 0;
  }

  /** Stops after the next {@code sound} calls: those behind it throw {@link Stopped}. */
  public synchronized void stopAfter(int sound) {
    heal();
    lastSound = sound;
  }

  /** Lets the {@code nth} call from now on fail, once; 1 is the next. */
  public synchronized void failOnce(int nth, When failWhen) {
    heal();
    failing = nth;
    when = failWhen;
  }

  /**
   * Makes a call, or not.
   *
   * @param failure makes what a failing call throws
   */
  <T> T call(Callable<T> call, Function<String, ? extends Exception> failure) throws Exception {
    boolean fails = begin();
    if (fails && when == When.BEFORE) {
      throw failure.apply("it was told to fail");
    }
    T result = call.call();
    if (fails) {
      throw failure.apply("it was told to fail after it was done");
    }
    return result;
  }

  private synchronized boolean begin() {
    calls++;
    if (calls > lastSound) {
      throw new Stopped();
    }
    return calls == failing;
  }
}
