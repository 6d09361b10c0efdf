package dev.valise.storm;

import dev.valise.storm.StormFigures.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends browsers and the server at random moments, as kill -9 does. Asked from any thread. */
final class Killer {
  private static final int BROWSERS_FOR_A_SERVER = 8;

  private final ServerUnderTest server;
  private final BrowserProcesses processes;
  private final StormFigures figures;
  private final Random random;
  private final Duration pause;
  private final Map<String, Integer> kills = new ConcurrentHashMap<>();

  /**
   * @param pause between two kills, on average
   */
  Killer(
      ServerUnderTest server,
      BrowserProcesses processes,
      StormFigures figures,
      Random random,
      Duration pause) {
    this.server = server;
    this.processes = processes;
    this.figures = figures;
    this.random = random;
    this.pause = pause;
  }

  /** How often the browser of a session has been killed, or is just about to be. */
  int killsOf(String session) {
    return kills.getOrDefault(session, 0);
  }

  /** Goes on until the storm is over. */
  void rage(CountDownLatch over) throws InterruptedException, IOException {
    int turn = 0;
    while (!over.await(pauseNanos(), TimeUnit.NANOSECONDS)) {
      if (turn++ % BROWSERS_FOR_A_SERVER == 1) {
        killServer();
      } else {
        killBrowser();
      }
    }
  }

  private long pauseNanos() {
    return (long) (pause.toNanos() * (0.5 + random.nextDouble()));
  }

  private void killServer() throws IOException {
    server.kill();
    figures.count(Event.KILLED_SERVERS);
    if (random.nextInt(3) == 0) {
      killBrowser();
    }
    server.startAgain();
  }

  private void killBrowser() {
    List<String> sessions = processes.sessions();
    if (!sessions.isEmpty()) {
      String session = sessions.get(random.nextInt(sessions.size()));
      kills.merge(session, 1, Integer::sum);
      if (processes.kill(session)) {
        figures.count(Event.KILLED_BROWSERS);
      }
    }
  }
}
