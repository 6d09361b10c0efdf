package dev.valise.storm;

import dev.valise.storm.StormFigures.Event;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Somebody who logs in again and again, in sessions that write into one profile, and relies on what
 * was acknowledged. Used by one thread.
 */
final class StormClient {
  private static final int MOST_LOGINS = 3;
  private static final int TIMEOUT_SECONDS = 20;

  private final Api api;
  private final String site;
  private final String profile;
  private final Logins logins;
  private final Killer killer;
  private final StormFigures figures;
  private final Patience patience;
  private final Random random;

  StormClient(
      Api api,
      String site,
      String profile,
      Logins logins,
      Killer killer,
      StormFigures figures,
      Random random) {
    this.api = api;
    this.site = site;
    this.profile = profile;
    this.logins = logins;
    this.killer = killer;
    this.figures = figures;
    this.patience = new Patience(figures);
    this.random = random;
  }

  /** The session has ended, though nobody here asked for it. */
  private static final class GoneException extends Exception {}

  /** Something that is done in a browser, which may be killed meanwhile. */
  private interface Work<T> {
    T run() throws Exception;
  }

  void workUntil(CountDownLatch over) {
    while (over.getCount() > 0) {
      Set<Mark> acknowledged = logins.of(profile);
      Answer opened =
          patience.until(
              "a browser", answer -> answer.status() == 200 || over.getCount() == 0, this::open);
      if (opened.status() != 200) {
        return;
      }
      figures.count(Event.SESSIONS);
      String id = opened.text("session_id");
      int kills = killer.killsOf(id);
      List<Mark> done = new ArrayList<>();
      try {
        var browser = new SiteBrowser(URI.create(opened.text("cdp_ws_url")), site);
        checkNothingIsMissing(acknowledged, reached(id, browser::marks), opened);
        int count = 1 + random.nextInt(MOST_LOGINS);
        for (int i = 0; i < count; i++) {
          Mark mark = logins.next();
          var _ =
              reached(
                  id,
                  () -> {
                    browser.put(mark);
                    return mark;
                  });
          done.add(mark);
        }
        if (random.nextInt(3) == 0) {
          checkpoint(id, kills, done);
        }
      } catch (GoneException e) {
        // Its end says what became of it.
      }
      end(id, kills, done);
    }
  }

  private Answer open() throws IOException {
    return api.post(
        "/browsers",
        Map.of(
            "headless",
            true,
            "timeout_seconds",
            TIMEOUT_SECONDS,
            "on_conflict",
            "wait",
            "profile",
            Map.of("name", profile, "save_changes", true)));
  }

  private void checkNothingIsMissing(Set<Mark> acknowledged, Set<Mark> seen, Answer opened) {
    Set<Mark> missing = Logins.missing(acknowledged, seen);
    if (!missing.isEmpty()) {
      throw new AssertionError(
          "%s were acknowledged and are missing in %s".formatted(missing, opened.body()));
    }
  }

  /** Connects again until it worked. */
  private <T> T reached(String id, Work<T> work) throws GoneException {
    while (true) {
      try {
        return work.run();
      } catch (Exception | AssertionError e) {
        figures.count(Event.REFUSED_OR_BROKEN_REQUESTS);
        Answer session =
            patience.until(
                "session " + id,
                answer -> answer.status() == 200 || answer.status() == 404,
                () -> api.get("/browsers/" + id));
        if (session.status() == 404) {
          throw new GoneException();
        }
        Patience.pause();
      }
    }
  }

  /**
   * A checkpoint acknowledges cookies: what a browser that is killed a moment later had not written
   * of localStorage is lost to the session that goes on.
   */
  private void checkpoint(String id, int kills, List<Mark> done) {
    Answer answer =
        patience.until(
            "a checkpoint",
            any -> any.status() < 500,
            () -> api.post("/browsers/" + id + "/profiles", Map.of("name", profile)));
    if (answer.status() == 200 && killer.killsOf(id) == kills) {
      figures.count(Event.CHECKPOINTS);
      logins.acknowledge(
          profile, done.stream().filter(mark -> mark.kind() != Mark.Kind.ITEM).toList());
    }
  }

  /** What a browser had not written when it was killed is lost, as its save says. */
  private void end(String id, int kills, List<Mark> done) {
    var _ =
        patience.until(
            "the end",
            answer -> answer.status() == 204 || answer.status() == 404,
            () -> api.delete("/browsers/" + id));
    Answer ended =
        patience.until(
            "the outcome",
            answer -> answer.status() == 200,
            () -> api.get("/browsers/" + id + "?include_deleted=true"));
    String status = ended.body().path("save").path("status").asText();
    Event event = Event.valueOf(status.toUpperCase(Locale.ROOT));
    figures.count(event);
    switch (event) {
      case SAVED, UNCHANGED, RECOVERED -> {
        if (killer.killsOf(id) == kills) {
          logins.acknowledge(profile, done);
          done.forEach(_ -> figures.count(Event.ACKNOWLEDGED_LOGINS));
        }
      }
      default -> System.out.println("not saved: " + ended.body());
    }
  }
}
