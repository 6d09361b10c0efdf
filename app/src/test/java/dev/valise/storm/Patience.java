package dev.valise.storm;

import dev.valise.storm.StormFigures.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Tries again as clients of a server that comes and goes do. */
record Patience(StormFigures figures) {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** A request to a server that may not be there. */
  interface Request {
    Answer send() throws IOException;
  }

  /**
   * The first answer that is of use.
   *
   * @throws AssertionError when none comes in time
   */
  Answer until(String what, Predicate<Answer> useful, Request request) {
    long began = System.nanoTime();
    String last = "nothing";
    while (System.nanoTime() - began < LIMIT.toNanos()) {
      try {
        Answer answer = request.send();
        if (useful.test(answer)) {
          figures.waited(Duration.ofNanos(System.nanoTime() - began));
          return answer;
        }
        last = answer.toString();
      } catch (IOException e) {
        last = e.toString();
      }
      figures.count(Event.REFUSED_OR_BROKEN_REQUESTS);
      pause();
    }
    throw new AssertionError(what + " was not possible within " + LIMIT + ": " + last);
  }

  /** Of a client, before it asks again; nobody waits for it. */
  static void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
  }
}
